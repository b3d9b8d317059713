/* SPDX-License-Identifier: BSD-2-Clause */
/* gen object: link objects into one, which is again an object. */
#include "gen/object.h"

#include "cli/gen.h"

static int link_objects(struct cli *c, struct arena *a)
{
	const char *out = cli_word(c);
	uint32_t cnt = c->word_cnt;
	struct gen_file *files = arena_calloc(a, cnt + 1, sizeof(*files));
	uint64_t size = 0;
	void *bytes = NULL;
	int code;

	if (!out || !cnt)
		return cli_usage(c, "gen object: an output and an input file are needed");
	code = files ? gen_read_all(c, a, files, cnt) : EXIT_SYSTEM;
	if (code)
		return code;
	if (gen_object(a, files, cnt, &bytes, &size, &c->diag))
		return cli_fail(c);
	return gen_save(c, out, bytes, size);
}

int gen_link_objects(struct cli *c)
{
	struct arena a = { NULL };
	int code = link_objects(c, &a);

	arena_free(&a);
	return code;
}
