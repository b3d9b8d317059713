/* SPDX-License-Identifier: BSD-2-Clause */
/* gen min_core_btf: of a kernel's types those that some objects need, for --btf where it has none. */
#include "gen/min_core_btf.h"

#include "cli/gen.h"
#include "object/ktypes.h"

static int make(struct cli *c, struct arena *a, const char *in, const char *out)
{
	uint32_t cnt = c->word_cnt;
	struct gen_file *files = arena_calloc(a, cnt, sizeof(*files));
	struct ktypes_file kernel;
	uint64_t size = 0;
	void *bytes = NULL;
	int code = files ? gen_read_all(c, a, files, cnt) : EXIT_SYSTEM;

	if (code)
		return code;
	memset(&kernel, 0, sizeof(kernel));
	if (ktypes_file_read(c->kernel, a, in, NULL, NULL, &kernel, &c->diag))
		return cli_fail(c);
	if (min_core_btf(a, &kernel.btf, files, cnt, &bytes, &size, &c->diag))
		code = cli_fail(c);
	else
		code = gen_save(c, out, bytes, size);
	ktypes_file_free(&kernel);
	return code;
}

int gen_min_core_btf(struct cli *c)
{
	const char *in = cli_word(c), *out = cli_word(c);
	struct arena a = { NULL };
	int code;

	if (c->base_btf)
		return cli_usage(c, "gen min_core_btf: -B is for btf dump only: give the types of a whole "
			"kernel (vmlinux), those of a module are not enough");
	if (!in || !out || !c->word_cnt)
		return cli_usage(c, "gen min_core_btf: BTF, an output and an object file are needed");
	code = make(c, &a, in, out);
	arena_free(&a);
	return code;
}
