/* SPDX-License-Identifier: BSD-2-Clause */
/* map dump: all entries of a map, a line or an object each. */
#include "cli/map.h"

static int dump_all(struct map_facts *f, struct rawbpf_entries *it, uint64_t *cnt)
{
	const void *key, *value;
	int err;

	for (*cnt = 0; (err = rawbpf_entries_next(it, &key, &value)) > 0; ++*cnt) {
		map_entry_write(f, key, value);
		/* nobody reads any more: head(1) has seen enough */
		if (f->cli->out.err)
			return 0;
	}
	return err;
}

static int dump(struct map_facts *f)
{
	struct cli *c = f->cli;
	struct rawbpf_entries *it;
	uint64_t cnt;
	int err;

	if (map_type_lacks(f, MAP_LIST))
		return map_type_say(f, MAP_LIST, "dump", 0);
	if (rawbpf_entries_open(c->kernel, f->fd, &it, &c->diag))
		return cli_fail(c);
	cli_open(c, '[');
	err = dump_all(f, it, &cnt);
	rawbpf_entries_close(it);
	cli_close(c, ']');
	if (!c->use_json && !f->types)
		cli_print(c, "Found %llu element%s\n", (unsigned long long)cnt,
			cnt == 1 ? "" : "s");
	if (!err)
		return 0;
	return cli_error(c, RAWBPF_STAGE_READ, err,
		"map %u (%s): its elements cannot be read from here: %s", f->info.id, f->name,
		diag_strerror(err));
}

int map_dump(struct cli *c)
{
	return map_facts_with(c, dump);
}
