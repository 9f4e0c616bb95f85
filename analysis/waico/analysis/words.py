"""The words that the package itself must know, and how names of a file are written for people; all else is read from the file."""

STATUSES = ("none", "interested", "observer", "signatory", "associate", "full", "core", "frozen",
            "withdrawn")
MEMBER_STATUSES = ("associate", "full", "core")

FIRSTS = ("interested", "signed", "member", "withdrawn")

# Scalar series at the accounts: how a figure names them.
SERIES_TITLES = {
    "n_members": "members",
    "n_signed": "signed (signatory, member or frozen)",
    "n_us": "members of the rival “us”",
    "n_rights": "members of the rival “rights”",
    "overlap_us": "members that also belong to the rival “us”",
    "overlap_rights": "members that also belong to the rival “rights”",
    "gdp_share": "share of world GDP held by members",
    "population_share": "share of world population held by members",
    "un_vote_share": "share of UN votes held by members",
    "south_coverage": "coverage of the poorer half of countries",
    "trust": "trust in the organisation",
    "governance_demand": "demand for AI governance",
    "standards_position": "position of the standards",
    "standards_stringency": "stringency of the standards",
    "standards_progress": "progress of harmonisation",
    "export_control": "shared compute lost to export controls",
    "fund_inflow": "inflow of the equity fund (USD/year)",
    "fund_payout": "payout of the equity fund (USD/year)",
    "capability_gini": "Gini coefficient of AI capability",
    "fragmentation": "fragmentation of camps",
}

SHORT_TITLES = {
    "n_members": "members", "n_signed": "signed", "overlap_us": "members also in “us”", "gdp_share": "share of GDP",
    "overlap_rights": "members also in “rights”", "south_coverage": "poorer half covered", "trust": "trust",
    "fragmentation": "fragmentation", "capability_gini": "Gini of capability", "n_us": "members of “us”",
    "n_rights": "members of “rights”", "population_share": "share of population", "un_vote_share": "share of UN votes",
}

# Series that are shares of a whole, shown in per cent.
SHARE_SERIES = ("gdp_share", "population_share", "un_vote_share", "south_coverage", "export_control")

# Those that count the sponsor in, with the column of the country table that weighs a country (None: one vote each).
WITH_SPONSOR = {"gdp_share": "gdp_usd", "population_share": "population", "un_vote_share": None}

# Families of the terms of a decision, for figures that cannot show thirty-one bars; the services are those of the file.
TERM_FAMILIES = {
    "constant and inertia": ("constant", "inertia"),
    "alignment, ties, reach": ("alignment", "ties", "reach", "regime"),
    "peers": ("peers",),
    "legitimacy and demand": ("legitimacy", "governance_demand", "courtship"),
    "leader's taste": ("taste",),
    "costs": ("autonomy", "data", "dues"),
    "rivals": ("retaliation",),
}


def series_title(result, name, short=False):
    """How a series of a file is named for people: by the lists above, else as the file describes it."""
    if name in (SHORT_TITLES if short else SERIES_TITLES):
        return (SHORT_TITLES if short else SERIES_TITLES)[name]
    for rival in result.rivals:
        if name in (f"n_{rival}", f"overlap_{rival}"):
            return f"{'members also in' if name[0] == 'o' else 'members of the rival'} “{rival}”"
    for stored in (name, name + "_mean", name + "_quantile"):
        if stored in result:
            return result.long_name(stored).split("over replications: ")[-1]
    return plain(name)


def plain(word):
    """A name of a file as a person reads it: `rapid_response` is rapid response."""
    return str(word).replace("_", " ")


def is_judgement(source):
    """Whether a parameter rests on judgement, in value or in size: its source says so."""
    return "judgement" in str(source)
