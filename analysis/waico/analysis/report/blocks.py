"""What a report is made of, without its looks: page.py and paper.py draw the same blocks."""
from dataclasses import dataclass, field


@dataclass
class Text:
    """A paragraph."""
    text: str


@dataclass
class Points:
    """A list of short statements; the first report page begins with one."""
    items: list


@dataclass
class Table:
    """Rows of texts.  `left`: how many leading columns are words (aligned left); the others are numbers."""
    caption: str
    head: list
    rows: list
    left: int = 1
    note: str = ""
    words: tuple = ()  # further columns of words

    def is_word(self, column):
        return column < self.left or column in self.words


@dataclass
class Image:
    """A picture as PNG bytes with its words."""
    png: bytes
    size: tuple  # inches
    title: str
    caption: str
    shows: str
    read: str
    hides: str


@dataclass
class Listing:
    """A long text as it stands, e.g. a configuration."""
    title: str
    text: str


@dataclass
class Section:
    title: str
    blocks: list = field(default_factory=list)


@dataclass
class Document:
    title: str
    subtitle: str
    stamp: str
    notes: list = field(default_factory=list)  # what stands under the title: deviations, unfinished work
    sections: list = field(default_factory=list)
