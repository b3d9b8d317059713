/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the commands share. A command takes its words from struct cli, writes its result to stdout
 * through `out` (text) or `json`, everything else to stderr, and returns its exit code:
 *
 * In JSON a command that has done its work and has nothing to tell leaves it to others to write null.
 *
 *	0 done  1 usage  2 object file unusable  3 the kernel refused a program or map
 *	4 attach failed  5 not permitted  6 not found  7 this kernel lacks it  8 other system error
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <sys/resource.h>

#include "base/diag.h"
#include "rawbpf.h"
#include "show/json.h"
#include "show/out.h"
#include "show/value.h"

enum cli_exit {
	EXIT_DONE,
	EXIT_USAGE,
	EXIT_OBJECT,
	EXIT_REFUSED,
	EXIT_ATTACH,
	EXIT_PERMISSION,
	EXIT_NOT_FOUND,
	EXIT_LACKING,
	EXIT_SYSTEM,
};

struct cli {
	struct rawbpf_kernel *kernel;
	struct rawbpf_explain explain; /* stands before the kernel if asked for */
	bool use_json, pretty, debug;
	const char *btf_file; /* --btf: types for CO-RE instead of the kernel's, or NULL */
	const char *kconfig_file; /* --kconfig: the kernel's settings, or NULL */
	const char *base_btf; /* -B: what split BTF goes on from */
	bool is_init; /* started by the kernel as /init: the words are another program's */
	struct out out;
	struct json json;
	struct rawbpf_diag diag;
	const char *token; /* --token: a bpffs that delegates rights, or NULL */
	char **words; /* what is left of the command line */
	int word_cnt;
	struct rlimit memlock; /* as it was before us */
};

/* A row of a command table; the first row is what is meant when no word is given. */
struct cli_command {
	const char *name;
	int (*run)(struct cli *c);
	const char *usage; /* what follows the name, for the help */
};

/* The whole command. Tests call it with a kernel of their own. */
int cli_main(int argc, char **argv, struct rawbpf_kernel *k);

/* Take the next word as a command of the table (a unique beginning will do) and run it. */
int cli_dispatch(struct cli *c, const char *noun, const struct cli_command *table);
/* The next word, taken; NULL if there is none. */
const char *cli_word(struct cli *c);
/* Is the next word this one, or a beginning of it? Then it is taken. */
bool cli_take(struct cli *c, const char *word);
/* The next word as a number (decimal, 0x, octal). 0, or EXIT_USAGE after saying so. */
int cli_number(struct cli *c, const char *what, uint32_t *out);
/* Words left over are a mistake: 0 or EXIT_USAGE. */
int cli_end(struct cli *c);

/* "rawbpf: " and a sentence on stderr (in JSON mode also {"error":...} on stdout); EXIT_USAGE */
int cli_usage(struct cli *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Say what is in c->diag, with the end of the verifier's log; the exit code that fits it. */
int cli_fail(struct cli *c);
/* That code alone. */
int cli_code(const struct rawbpf_diag *d);
/* The same for an error without words: fills diag first. */
int cli_error(struct cli *c, enum rawbpf_stage stage, int err, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* An error of a system call: what is said, and behind it the error's own words. */
int cli_fault(struct cli *c, int err, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* A value by its type, in the form that is asked for. */
void cli_value(struct cli *c, const struct btf *b, uint32_t type, const void *data, size_t size);
/* In JSON a bracket, in text nothing. */
void cli_open(struct cli *c, char bracket);
void cli_close(struct cli *c, char bracket);
/* Bytes into a new file: 0, or an exit code after saying why not. */
int cli_save(struct cli *c, const char *path, int mode, const void *bytes, size_t size);
/* All bytes to a descriptor, 0 or -errno; and to stderr. */
int cli_write(int fd, const char *bytes, size_t size);
void cli_stderr(const char *text, size_t size);
/* What a signal does; no handler is asked for a call to go on. */
void cli_signal(int sig, void (*fn)(int sig));
/* Become this command, with the limits and the SIGPIPE we were given: only -errno comes back. */
int cli_exec(struct cli *c, char **command);
/* "rawbpf: " and a line on stderr. */
void cli_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* What is odd about an object that all the same loads, each in a sentence; NULL: nothing. */
void cli_notes(const struct rawbpf_object *o, void (*tell)(void *ctx, const char *note), void *ctx);
void cli_say_notes(const struct rawbpf_object *o);
/* Text to stdout, at most 1 KiB. */
void cli_print(struct cli *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* ref.c: PROG is id N | pinned PATH | name S | tag T; MAP and LINK likewise.
 * Open what the next words name: a descriptor, or -(exit code) after saying why not. */
int ref_prog(struct cli *c);
int ref_map(struct cli *c);
int ref_link(struct cli *c);
int ref_btf(struct cli *c); /* id N only */

int cmd_run(struct cli *c);
int cmd_init(struct cli *c);
int cmd_types(struct cli *c);
int cmd_inspect(struct cli *c);
int cmd_prog(struct cli *c);
int cmd_map(struct cli *c);
int cmd_link(struct cli *c);
int cmd_cgroup(struct cli *c);
int cmd_net(struct cli *c);
int cmd_gen(struct cli *c);
int cmd_btf(struct cli *c);
int cmd_token(struct cli *c);
int cmd_version(struct cli *c);

#endif
