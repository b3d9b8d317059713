/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * References to what is in the kernel. An id is looked up, a pin opened; for a name or a tag all
 * ids are walked. A name that fits several is refused: each has an id.
 */
#include "cli/cli.h"
#include "cli/fdinfo.h"
#include "base/text.h"

#include <errno.h>
#include <string.h>

#include "kernel/kernel.h"

struct kind {
	const char *noun, *fdinfo;
	enum bpf_cmd next_id, fd_by_id;
	/* does what the descriptor means fit? how: 'n' name, 't' tag */
	bool (*fits)(struct cli *c, int fd, char how, const char *text);
};

static bool prog_fits(struct cli *c, int fd, char how, const char *text)
{
	struct bpf_prog_info info;
	char tag[2 * BPF_TAG_SIZE + 1];
	uint32_t i;

	if (kernel_info(c->kernel, fd, &info, sizeof(info)))
		return false;
	for (i = 0; i < BPF_TAG_SIZE; i++)
		text_format(tag + 2 * i, 3, "%02x", info.tag[i]);
	if (how == 't')
		return !strcmp(tag, text);
	return !strncmp(info.name, text, BPF_OBJ_NAME_LEN - 1) && strlen(text) < 128;
}

static bool map_fits(struct cli *c, int fd, char how, const char *text)
{
	struct bpf_map_info info;

	return how == 'n' && !kernel_info(c->kernel, fd, &info, sizeof(info)) &&
		!strncmp(info.name, text, BPF_OBJ_NAME_LEN - 1);
}

static const struct kind prog_kind = { "program", "prog_type:", BPF_PROG_GET_NEXT_ID,
	BPF_PROG_GET_FD_BY_ID, prog_fits };
static const struct kind map_kind = { "map", "map_type:", BPF_MAP_GET_NEXT_ID,
	BPF_MAP_GET_FD_BY_ID, map_fits };
static const struct kind link_kind = { "link", "link_type:", BPF_LINK_GET_NEXT_ID,
	BPF_LINK_GET_FD_BY_ID, NULL };

static int by_id(struct cli *c, const struct kind *k)
{
	uint32_t id;
	int fd;

	if (cli_number(c, "id", &id))
		return -EXIT_USAGE;
	fd = kernel_fd_by_id(c->kernel, k->fd_by_id, id);
	if (fd >= 0)
		return fd;
	return -cli_error(c, RAWBPF_STAGE_USE, fd, "%s %u: %s", k->noun, id,
		fd == -ENOENT ? "there is none with this id" : diag_strerror(fd));
}

/*
 * A pin does not say what it is, and the kernel would answer questions about a program with what
 * it knows about a map. /proc/self/fdinfo has a line that only this kind has.
 */
static bool is_kind(struct cli *c, const struct kind *k, int fd)
{
	char text[FDINFO_SIZE];

	return fdinfo_read(c, fd, text) < 0 || fdinfo_has(text, k->fdinfo);
}

static int by_pin(struct cli *c, const struct kind *k)
{
	const char *path = cli_word(c);
	int fd;

	if (!path)
		return -cli_usage(c, "pinned: a path is missing");
	fd = rawbpf_pin_open(c->kernel, path, &c->diag);
	if (fd < 0)
		return -cli_fail(c);
	if (is_kind(c, k, fd))
		return fd;
	kernel_close(c->kernel, fd);
	return -cli_usage(c, "%s: what is pinned there is no %s", path, k->noun);
}

static int by_walk(struct cli *c, const struct kind *k, char how)
{
	const char *text = cli_word(c);
	uint32_t id = 0, hits = 0;
	int fd, found = -1;

	if (!text)
		return -cli_usage(c, "%s: it is missing", how == 't' ? "tag" : "name");
	while (!kernel_next_id(c->kernel, k->next_id, id, &id)) {
		fd = kernel_fd_by_id(c->kernel, k->fd_by_id, id);
		if (fd < 0)
			continue;
		if (k->fits(c, fd, how, text) && !hits++)
			found = fd;
		else
			kernel_close(c->kernel, fd);
	}
	if (hits == 1)
		return found;
	kernel_close(c->kernel, found);
	if (hits)
		return -cli_usage(c, "%u %ss are called \"%s\": say which by id", hits, k->noun, text);
	return -cli_error(c, RAWBPF_STAGE_USE, -ENOENT, "no %s is called \"%s\"", k->noun, text);
}

static int ref(struct cli *c, const struct kind *k)
{
	if (cli_take(c, "id"))
		return by_id(c, k);
	if (cli_take(c, "pinned"))
		return by_pin(c, k);
	if (k->fits && cli_take(c, "name"))
		return by_walk(c, k, 'n');
	if (k->fits == prog_fits && cli_take(c, "tag"))
		return by_walk(c, k, 't');
	return -cli_usage(c, "say which %s: id N, pinned PATH%s%s", k->noun,
		k->fits ? ", name NAME" : "", k->fits == prog_fits ? ", tag TAG" : "");
}

int ref_prog(struct cli *c)
{
	return ref(c, &prog_kind);
}

int ref_map(struct cli *c)
{
	return ref(c, &map_kind);
}

int ref_link(struct cli *c)
{
	return ref(c, &link_kind);
}

int ref_btf(struct cli *c)
{
	static const struct kind kind = { "BTF", NULL, BPF_BTF_GET_NEXT_ID, BPF_BTF_GET_FD_BY_ID,
		NULL };

	return cli_take(c, "id") ? by_id(c, &kind) : -cli_usage(c, "say which BTF: id N");
}
