/* SPDX-License-Identifier: BSD-2-Clause */
/* The command line: options, words, the table of commands. */
#include "cli/cli.h"
#include "base/text.h"
#include "cli/elsewhere.h"
#include "cli/pair.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int cmd_help(struct cli *c);
static int cmd_explain(struct cli *c);

static const struct cli_command commands[] = {
	{ "help", cmd_help, "[COMMAND]" },
	{ "run", cmd_run,
		"OBJ [PROG[=TARGET]]... [--set NAME=VALUE] [--duration S] [--interval S] [-- CMD]" },
	{ "explain", cmd_explain, "COMMAND ...: show each request to the kernel on stderr" },
	{ "init", cmd_init, "[DIR]: load and pin what DIR/manifest says, also as process 1" },
	{ "types", cmd_types, "[NAME]: what programs attach to, and what of it this kernel has" },
	{ "inspect", cmd_inspect, "OBJ: what is in an object file; needs no privileges" },
	{ "prog", cmd_prog, "show|load|loadall|dump|pin|run ..." },
	{ "map", cmd_map, "show|create|dump|lookup|update|delete|getnext|pin ..." },
	{ "link", cmd_link, "show|pin|update|detach ..." },
	{ "cgroup", cmd_cgroup, "show|tree|attach|detach ...: what is attached to cgroups" },
	{ "net", cmd_net, "show|attach|detach ..." },
	{ "gen", cmd_gen, "object|min_core_btf ..." },
	{ "btf", cmd_btf, "show|dump ...: types that are loaded, of a file, as C" },
	{ "token", cmd_token, "show: the bpffs mounts that delegate rights" },
	{ "version", cmd_version, "" },
	{ NULL, NULL, NULL },
};

static void print_table(struct cli *c, const char *noun, const struct cli_command *table)
{
	for (; table->name; table++)
		cli_print(c, "  rawbpf %s%s%s %s\n", noun, *noun ? " " : "", table->name,
			table->usage);
}

static const struct cli_command *find(const struct cli_command *table, const char *word, int *hits);

/* A command with commands of its own says what they are; of the others there is one line. */
static int help_for(struct cli *c, const char *word)
{
	static char help[] = "help";
	char *rest[] = { help, NULL };
	const struct cli_command *row;
	int hits;

	row = find(commands, word, &hits);
	if (hits != 1)
		return cli_usage(c, "\"%s\" is no command: see rawbpf help", word);
	if (row->run != cmd_prog && row->run != cmd_map && row->run != cmd_link &&
		row->run != cmd_cgroup && row->run != cmd_net &&
		row->run != cmd_gen && row->run != cmd_btf) {
		cli_print(c, "  rawbpf %s %s\n", row->name, row->usage);
		return 0;
	}
	c->words = rest;
	c->word_cnt = 1;
	return row->run(c);
}

static int cmd_help(struct cli *c)
{
	if (c->use_json)
		return 0;
	if (c->word_cnt)
		return help_for(c, cli_word(c));
	cli_print(c, "rawbpf loads and attaches BPF programs with nothing between it and the kernel.\n\n");
	print_table(c, "", commands);
	cli_print(c,
		"\nPROG, MAP and LINK are: id N | pinned PATH | name NAME | tag TAG\n"
		"TARGET is [HOOK:]WHERE, as in socket:lo, xdp:eth0, tracepoint:sched/sched_switch,\n"
		"  raw_tracepoint:sys_enter, cgroup_skb/egress:/sys/fs/cgroup/mine\n"
		"Options: -j JSON  -p pretty JSON  -d whole verifier log  -V version  -h help\n"
		"  --btf FILE  fit objects to the kernel's types in FILE, not to the running kernel's\n"
		"  -B FILE  the types that those of a module go on from\n"
		"  --token DIR  load with the rights that this bpffs delegates\n");
	return 0;
}

int cmd_version(struct cli *c)
{
	if (!c->use_json) {
		cli_print(c, "rawbpf %s\n", RAWBPF_VERSION);
		return 0;
	}
	json_object_begin(&c->json);
	pair_text(&c->json, "version", RAWBPF_VERSION);
	json_object_end(&c->json);
	return 0;
}

static void explain_line(void *ctx, const char *text)
{
	(void)ctx;
	cli_stderr(text, strlen(text));
	cli_stderr("\n", 1);
}

static int cmd_explain(struct cli *c)
{
	rawbpf_explain_init(&c->explain, c->kernel);
	c->explain.json = c->use_json;
	c->explain.line = explain_line;
	c->kernel = &c->explain.kernel;
	return cli_dispatch(c, "", commands);
}

const char *cli_word(struct cli *c)
{
	if (!c->word_cnt)
		return NULL;
	c->word_cnt--;
	return *c->words++;
}

bool cli_take(struct cli *c, const char *word)
{
	if (!c->word_cnt || !**c->words || !text_after(word, *c->words))
		return false;
	cli_word(c);
	return true;
}

int cli_number(struct cli *c, const char *what, uint32_t *out)
{
	const char *word = cli_word(c);
	const char *end;
	uint64_t n = 0;

	if (!word)
		return cli_usage(c, "%s: a number is missing", what);
	end = text_u64(word, 0, &n);
	if (!end || *end || n > UINT32_MAX)
		return cli_usage(c, "%s: \"%s\" is not a number from 0 to 4294967295", what, word);
	*out = n;
	return 0;
}

int cli_end(struct cli *c)
{
	return c->word_cnt ? cli_usage(c, "\"%s\" is one word too many", *c->words) : 0;
}

static const struct cli_command *find(const struct cli_command *table, const char *word, int *hits)
{
	const struct cli_command *found = NULL;

	for (*hits = 0; table->name; table++) {
		if (!strcmp(table->name, word)) {
			*hits = 1;
			return table;
		}
		if (text_after(table->name, word)) {
			found = table;
			++*hits;
		}
	}
	return found;
}

int cli_dispatch(struct cli *c, const char *noun, const struct cli_command *table)
{
	const char *word = cli_word(c);
	const struct cli_command *row;
	int hits;

	if (!word)
		return table->run(c);
	row = find(table, word, &hits);
	if (hits == 1)
		return row->run(c);
	if (*noun && text_after("help", word) && *word) {
		if (!c->use_json)
			print_table(c, noun, table);
		return 0;
	}
	if (!hits && elsewhere(c, noun, word))
		return EXIT_USAGE;
	return cli_usage(c, "%s%s\"%s\" is %s: see rawbpf %s%shelp", noun, *noun ? " " : "", word,
		hits ? "short for several commands" : "no command", noun, *noun ? " " : "");
}

/* Options with one letter, alone or several together. */
static bool set_options(struct cli *c, const char *letters, char *special)
{
	const char *at;

	for (at = letters; *at; at++)
		if (!strchr("jpdnVh", *at))
			return false;
	for (; *letters; letters++) {
		c->use_json |= *letters == 'j' || *letters == 'p';
		c->pretty |= *letters == 'p';
		c->debug |= *letters == 'd';
		if (*letters == 'V' || *letters == 'h')
			*special = *letters;
	}
	return true;
}

static bool take_option(struct cli *c, const char *word, char *special)
{
	/* -n, bpftool's "do not mount", is what rawbpf always does */
	static const char *const names[] = { "json", "pretty", "debug", "nomount", "Version",
		"help" };
	char letter[2] = "";
	size_t i;

	if (word[0] != '-' || !word[1])
		return false;
	if (word[1] != '-')
		return set_options(c, word + 1, special);
	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcasecmp(word + 2, names[i])) {
			letter[0] = names[i][0];
			return set_options(c, letter, special);
		}
	return false;
}

/* Where the word that follows is kept; NULL if none does. */
static const char **option_value(struct cli *c, const char *word)
{
	if (!strcmp(word, "-B") || !strcmp(word, "--base-btf"))
		return &c->base_btf;
	if (!strcmp(word, "--btf"))
		return &c->btf_file;
	if (!strcmp(word, "--kconfig"))
		return &c->kconfig_file;
	return strcmp(word, "--token") ? NULL : &c->token;
}

/* Options may stand anywhere before "--"; what is no option of all commands is left to them. */
static void take_options(struct cli *c, char **argv, int argc)
{
	const char **value;
	char special = 0;
	int i;

	for (i = 0; i < argc && strcmp(argv[i], "--"); i++)
		if ((value = option_value(c, argv[i])) && i + 1 < argc)
			*value = argv[++i];
		else if (!take_option(c, argv[i], &special))
			c->words[c->word_cnt++] = argv[i];
	for (; i < argc; i++)
		c->words[c->word_cnt++] = argv[i];
	if (special == 'V' || (special == 'h' && !c->word_cnt)) {
		c->words[0] = special == 'V' ? "version" : "help";
		c->word_cnt = 1;
	} else if (special == 'h') {
		c->words[1] = c->words[0];
		c->words[0] = "help";
		c->word_cnt = 2;
	}
}

/* The kernel starts /init with words for whatever comes after us. */
static bool started_as_init(const char *name)
{
	const char *slash = strrchr(name, '/');

	return getpid() == 1 && !strcmp(slash ? slash + 1 : name, "init");
}

static int write_out(void *ctx, const void *bytes, size_t size)
{
	(void)ctx;
	return cli_write(STDOUT_FILENO, bytes, size);
}

/*
 * Until 5.10 maps and programs count as memory locked by the user, of which an ordinary limit allows
 * 64 KiB or 8 MiB; since 5.11 they count in the memory cgroup. The soft limit may always go up to the
 * hard one, that one only with CAP_SYS_RESOURCE. Limits outlive execve(2), so a command gets the old
 * ones back. By prlimit(2), of 2.6.36, for libc's setrlimit() has code for kernels before.
 */
static void raise_memlock(struct cli *c)
{
	struct rlimit most;

	prlimit(0, RLIMIT_MEMLOCK, NULL, &c->memlock);
	most.rlim_cur = most.rlim_max = c->memlock.rlim_max;
	prlimit(0, RLIMIT_MEMLOCK, &most, NULL);
	most.rlim_cur = most.rlim_max = RLIM_INFINITY;
	prlimit(0, RLIMIT_MEMLOCK, &most, NULL);
}

int cli_exec(struct cli *c, char **command)
{
	prlimit(0, RLIMIT_MEMLOCK, &c->memlock, NULL);
	cli_signal(SIGPIPE, SIG_DFL);
	execvp(command[0], command);
	return -errno;
}

int cli_main(int argc, char **argv, struct rawbpf_kernel *k)
{
	struct cli *c = calloc(1, sizeof(*c));
	char **words = calloc(argc + 2, sizeof(*words));
	int code = EXIT_SYSTEM, err;

	if (!c || !words)
		return EXIT_SYSTEM;
	cli_signal(SIGPIPE, SIG_IGN);
	raise_memlock(c);
	c->kernel = k;
	c->words = words;
	c->is_init = argc && started_as_init(argv[0]);
	if (c->is_init) {
		c->words = argv + 1;
		c->word_cnt = argc - 1;
	} else {
		take_options(c, argv + 1, argc - 1);
	}
	out_init(&c->out, write_out, NULL);
	json_init(&c->json, &c->out, c->pretty);
	if (c->btf_file && c->base_btf)
		code = cli_usage(c, "-B does not go with --btf: that takes the types of a whole kernel "
			"(vmlinux), those of a module are not enough");
	else
		code = c->is_init ? cmd_init(c) : cli_dispatch(c, "", commands);
	if (c->use_json && !code && !c->out.total)
		json_null(&c->json);
	if (c->use_json && c->out.used && c->out.buf[c->out.used - 1] != '\n')
		out_char(&c->out, '\n');
	err = out_flush(&c->out);
	if (err && err != -EPIPE && !code)
		code = cli_fault(c, err, "stdout");
	rawbpf_diag_free(&c->diag);
	free(words);
	free(c);
	return code;
}
