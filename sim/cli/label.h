/* Names of parameters as headings: a dataset's name, the path, the shortest path that is clear. */
#ifndef WAI_CLI_LABEL_H
#define WAI_CLI_LABEL_H

/* Is `name` the path with underscores in place of dots? */
int wai_label_is(const char *path, const char *name);

/* The path of a parameter by its name with underscores; the name itself when there is none. */
const char *wai_label_path(const char *name);

/* The shortest end of a path that begins after a dot and that no other parameter of the model has. */
const char *wai_label_brief(const char *path);

#endif
