/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Words of bpftool's grammar that mean nothing here. Whoever knows them gets an answer: what to do
 * instead, or why there is nothing like it.
 */
#include "cli/elsewhere.h"

#include <string.h>

#define NO_SKELETON "no C is made of objects: a program opens them by rawbpf_object_open_mem() of rawbpf.h, " \
	"and finds maps, programs and variables by their names"
#define NO_LOADER "there are no light skeletons, where a signed program loads the others: objects are " \
	"loaded as they are"

/* clang-format off */
static const struct {
	const char *noun, *word, *says;
} answers[] = {
	{ "", "perf", "link show lists what is attached to events, since Linux 5.15" },
	{ "", "struct_ops", "run registers the structs of an object, link show lists them" },
	{ "", "iter", "iterators can be loaded, but not read yet" },
	{ "", "feature", "types tells which hooks this kernel has; what else it lacks, when an object needs it" },
	{ "", "batch", "there is none: in a shell script, write rawbpf before each line" },
	{ "", "-m", "what is not known in the definition of a map is always refused: remove it" },
	{ "", "--mapcompat", "what is not known in the definition of a map is always refused: remove it" },
	{ "", "-f", "pins are not looked for: show pinned PATH tells what is there" },
	{ "", "--bpffs", "pins are not looked for: show pinned PATH tells what is there" },
	{ "", "-L", NO_LOADER },
	{ "", "--use-loader", NO_LOADER },
	{ "", "-S", NO_LOADER },
	{ "", "--sign", NO_LOADER },
	{ "gen", "skeleton", NO_SKELETON },
	{ "gen", "subskeleton", NO_SKELETON },
	{ "prog", "attach", "run attaches: OBJ PROG=TARGET" },
	{ "prog", "detach", "link detach takes a link away; run takes away what it attached when it ends" },
	{ "prog", "profile", "sysctl kernel.bpf_stats_enabled=1 lets prog show tell times; perf stat -b counts" },
	{ "prog load", "autoattach", "init attaches and pins for good, see THE MANIFEST in rawbpf(8)" },
	{ "prog load", "offload_dev", "run loads onto a card: OBJ PROG=xdpoffload:NAME" },
	{ "prog load", "xdpmeta_dev", "programs are not bound to devices" },
	{ "net attach", "slot", "a program for a slot is loaded as such: run OBJ PROG=xdp:NAME,slot=any" },
	{ "prog dump", "visual", "there is no graph: the listing without it names functions and source lines" },
};
/* clang-format on */

int elsewhere(struct cli *c, const char *noun, const char *word)
{
	size_t i, len = strcspn(word, "=");

	for (i = 0; i < sizeof(answers) / sizeof(*answers); i++)
		if (!strcmp(answers[i].noun, noun) && strlen(answers[i].word) == len && !strncmp(answers[i].word, word, len))
			return cli_usage(c, "%s%s%s is not known here: %s", noun, *noun ? " " : "", word,
				answers[i].says);
	return 0;
}

int elsewhere_end(struct cli *c, const char *noun)
{
	if (c->word_cnt && elsewhere(c, noun, *c->words))
		return EXIT_USAGE;
	return cli_end(c);
}
