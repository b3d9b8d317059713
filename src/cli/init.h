/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CLI_INIT_H
#define CLI_INIT_H

#include <sys/utsname.h>

#include "cli/cli.h"
#include "cli/pins.h"
#include "cli/plan.h"

#define INIT_TEXT 65536

enum init_what {
	INIT_NOTHING, /* an empty line or a comment */
	INIT_OBJECT,
	INIT_EXEC,
	INIT_POWEROFF,
};

/* One line of the manifest, as it says. */
struct init_line {
	enum init_what what;
	bool fallback, required; /* "or", --required */
	char **words;            /* all of them, NULL-terminated */
	char **next;             /* while it is read */
	const char *file;        /* as it is written */
	const char *pin;         /* NULL: by the object's name */
	int32_t uid, gid, mode;  /* -1: not given */
	uint64_t from, to;       /* see init_version() */
	struct plan plan;
};

/* A line and the fallbacks behind it. */
struct init_group {
	unsigned int line; /* where it begins; 0: there is none */
	int code;          /* of what failed last */
	bool required, done;
};

struct init {
	struct cli *cli;
	struct rawbpf_kernel *kernel; /* of cli, as diag is */
	struct rawbpf_diag *diag;
	const char *dir;
	unsigned int line; /* being worked on, from 1; 0: none */
	unsigned int loaded, failed; /* groups */
	int stop;                    /* the code of the first that failed and is required */
	bool is_first;     /* the first process */
	bool poweroff;
	struct init_group group;
	struct init_line now;
	struct pins pins; /* of the object being worked on */
	const char *pin, *made; /* their folder; which one in it was made last */
	char *text;             /* INIT_TEXT bytes: the manifest, cut into words */
	char **words, **command; /* of exec, or NULL; where its command begins */
	uint64_t version;        /* of the kernel */
	struct utsname uts;
	char path[1100], folder[1100], usual_pin[1100];
};

/*
 * init_manifest.c: cut a line into words and understand them; -EINVAL and a sentence in diag. The
 * words stay in `text`. What in->now holds then is given back with init_line_free() either way.
 */
int init_parse(struct init *in, char *text);
void init_line_free(struct init_line *l);
/* "6.1.20" as a number; a part that is not there is `rest`. 0 if it does not begin like that. */
uint64_t init_version(const char *text, uint32_t rest, const char **end);

/* init_object.c: do what in->now says. 0; or -errno, diag says why, and nothing is left */
int init_object(struct init *in);

/* init_mount.c: what the first process needs before all */
void init_mount(struct init *in);

/* init_log.c: a line to the kernel's log, of three parts behind the place in the manifest */
void init_log(struct init *in, char level, const char *a, const char *b, const char *c);
/* What is odd about the object; the rest as usual. */
void init_log_notes(struct init *in);
void init_log_loaded(struct init *in);
/* What is in diag; its exit code goes to the group. */
void init_log_failed(struct init *in);
void init_log_skipped(struct init *in);
void init_log_end(struct init *in);

#endif
