/* SPDX-License-Identifier: BSD-2-Clause */
/* rawbpf run OBJ [PROG[=TARGET]]... [--set NAME=VALUE] [--duration S] [--interval S] [-- CMD] */
#include "cli/run.h"

#include <string.h>

/* Seconds with up to three digits behind a point, as milliseconds; 0 for anything else. */
static uint64_t parse_seconds(const char *word)
{
	uint64_t ms = 0, unit = 1000;

	for (; *word >= '0' && *word <= '9' && ms < 1000000000; word++)
		ms = ms * 10 + (*word - '0') * 1000;
	if (*word == '.')
		for (word++; *word >= '0' && *word <= '9' && unit >= 10; word++) {
			unit /= 10;
			ms += (*word - '0') * unit;
		}
	return *word ? 0 : ms;
}

static int take_seconds(struct cli *c, const char *option, uint64_t *ms)
{
	const char *word = cli_word(c);

	*ms = word ? parse_seconds(word) : 0;
	if (*ms)
		return 0;
	return cli_usage(c, "%s: say how many seconds, as in 5 or 0.5", option);
}

static int take_set(struct run *r)
{
	char *word = (char *)cli_word(r->cli);

	if (!word || plan_add_set(&r->plan, word))
		return cli_usage(r->cli, "--set: say NAME=VALUE");
	return 0;
}

static int take_program(struct run *r, char *word)
{
	if (word[0] == '-')
		return cli_usage(r->cli, "run: there is no option %s", word);
	plan_add_program(&r->plan, word);
	return 0;
}

static int take_word(struct run *r)
{
	struct cli *c = r->cli;
	char *word = (char *)cli_word(c);

	if (!strcmp(word, "--set"))
		return take_set(r);
	if (!strcmp(word, "--duration"))
		return take_seconds(c, word, &r->duration_ms);
	if (!strcmp(word, "--interval"))
		return take_seconds(c, word, &r->interval_ms);
	if (!strcmp(word, "--")) {
		r->command = c->words;
		c->word_cnt = 0;
		return r->command[0] ? 0 : cli_usage(c, "--: a command is missing");
	}
	if (!r->plan.file && word[0] != '-') {
		r->plan.file = word;
		return 0;
	}
	return take_program(r, word);
}

int run_args(struct run *r)
{
	int code = 0;

	if (plan_init(&r->plan, r->cli->word_cnt + 1))
		return EXIT_SYSTEM;
	r->plan.token = r->cli->token;
	r->plan.kconfig = r->cli->kconfig_file;
	while (!code && r->cli->word_cnt)
		code = take_word(r);
	if (!code && !r->plan.file)
		code = cli_usage(r->cli, "run: say which object file");
	return code;
}
