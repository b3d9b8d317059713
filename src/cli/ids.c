/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every program, map, BTF and link has a number, given out in turn. The kernel tells the least
 * number above another one, and gives a descriptor for a number; in between, what was found may
 * have gone, and is then passed over. So is a link that is not complete yet (-EAGAIN).
 */
#include "cli/ids.h"

#include <errno.h>

#include "kernel/kernel.h"

static int show_id(struct cli *c, const struct ids *kind, uint32_t id)
{
	int code, fd = kernel_fd_by_id(c->kernel, kind->fd_by_id, id);

	if (fd == -ENOENT || fd == -EAGAIN)
		return 0;
	if (fd < 0)
		return cli_fault(c, fd, "%s %u", kind->noun, id);
	code = kind->show(c, fd);
	kernel_close(c->kernel, fd);
	return code;
}

static int show_all(struct cli *c, const struct ids *kind)
{
	int code = 0, err;
	uint32_t id = 0;

	/* what is not allowed fails here already, before there is half a document */
	err = kernel_next_id(c->kernel, kind->next_id, 0, &id);
	if (err && err != -ENOENT)
		return cli_fault(c, err, "cannot list the %ss", kind->noun);
	cli_open(c, '[');
	for (; !err && !code; err = kernel_next_id(c->kernel, kind->next_id, id, &id))
		code = show_id(c, kind, id);
	cli_close(c, ']');
	return code;
}

int ids_show(struct cli *c, const struct ids *kind)
{
	int fd, code;

	if (!c->word_cnt)
		return show_all(c, kind);
	fd = kind->ref(c);
	if (fd < 0)
		return -fd;
	code = cli_end(c);
	if (!code)
		code = kind->show(c, fd);
	kernel_close(c->kernel, fd);
	return code;
}

void ids_head(struct row *r, const struct names *types, uint32_t id, uint32_t type,
	const char *name)
{
	char known[64];

	row_fact(r, "id", "", id, ": ");
	r->gap = "";
	if (r->c->use_json)
		row_type(r, "type", types, type);
	else if (names_short(types, type, known, sizeof(known)))
		row_title(r, "type", known);
	else
		row_word(r, "type", known);
	if (*name)
		row_word(r, "name", name);
}

void ids_device(struct row *r, uint32_t ifindex, uint64_t ns_dev, uint64_t ns_inode)
{
	struct json *j = &r->c->json;

	if (!r->c->use_json) {
		cli_print(r->c, "  dev ifindex %u", ifindex);
		return;
	}
	json_key(j, "dev");
	json_object_begin(j);
	row_number(r, "ifindex", ifindex);
	row_number(r, "ns_dev", ns_dev);
	row_number(r, "ns_inode", ns_inode);
	json_object_end(j);
}

int ids_pin(struct cli *c, const struct ids *kind)
{
	int code, fd = kind->ref(c);
	const char *path;

	if (fd < 0)
		return -fd;
	path = cli_word(c);
	code = path ? cli_end(c) : cli_usage(c, "%s pin: a path is missing", kind->noun);
	if (!code && rawbpf_pin(c->kernel, fd, path, &c->diag))
		code = cli_fail(c);
	kernel_close(c->kernel, fd);
	return code;
}
