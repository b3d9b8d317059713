/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Programs on a map of sockets (SOCKMAP since 4.14, SOCKHASH 4.18) run for each socket in it:
 *
 *	sk_msg			what sendmsg() is given, before TCP has it. May hand it to the peer's
 *				socket in the same map, past the whole stack. 4.17
 *	sk_skb/stream_parser	what was received: how long is the message that begins here?
 *	sk_skb/stream_verdict	and then, for each message, whether it passes, is dropped or goes to
 *				another socket. Without a parser (5.10) a message is what arrived at
 *				once
 *	sk_skb/verdict		the same without a parser, also for UDP and Unix sockets. 5.13; excludes
 *				the other two
 *
 * A socket takes along the programs that are on the map when it is put in, and keeps them until it
 * is taken out: attach before the map is filled. A map may have one program of each kind:
 *
 *	bpf_link	BPF_LINK_CREATE with a descriptor of the map, since 6.10
 *	PROG_ATTACH	stays until BPF_PROG_DETACH, or until nobody has the map any more
 *
 * Both take the place of a program that came by PROG_ATTACH without a word, so BPF_PROG_QUERY is asked
 * first, which knows sockmaps since 5.18; one that another attaches between both requests is lost, as
 * is any before 5.18. BPF_PROG_DETACH takes off no program but the one that it names since 5.8 (also in
 * 5.4.57), before that whichever is there. See them with `bpftool map show`, `bpftool link show`.
 * Needs CAP_NET_ADMIN. A kernel without CONFIG_BPF_STREAM_PARSER has sk_msg and verdict only.
 */
#include "attach/place.h"
#include "attach/where.h"

#include <errno.h>

#include "base/text.h"
#include "kernel/kernel.h"

static bool has_sockets(uint32_t map_type)
{
	return map_type == BPF_MAP_TYPE_SOCKMAP || map_type == BPF_MAP_TYPE_SOCKHASH;
}

const char *sockmap_only(const struct rawbpf_object *o)
{
	const struct rawbpf_map *m = NULL, *found = NULL;

	while ((m = rawbpf_object_next_map(o, m)))
		if (m->fd >= 0 && has_sockets(m->spec.type)) {
			if (found)
				return NULL;
			found = m;
		}
	return found ? found->spec.name : NULL;
}

/* id:N, the path of a pin, or the name of a map in the object */
static int open_map(const struct attach_request *r)
{
	const char *id = text_after(r->where, "id:"), *end;
	const struct rawbpf_map *m;
	uint64_t n = 0;

	if (*r->where == '/')
		return kernel_obj_get(r->kernel, r->where);
	if (id) {
		end = text_u64(id, 10, &n);
		return !end || *end || n > UINT32_MAX ? -EINVAL :
			kernel_fd_by_id(r->kernel, BPF_MAP_GET_FD_BY_ID, n);
	}
	m = r->object ? rawbpf_object_map(r->object, r->where) : NULL;
	return m ? link_dup(m->fd) : -ENOENT;
}

static int check_map(const struct attach_request *r, int fd, struct rawbpf_diag *d)
{
	struct bpf_map_info info;
	int err;

	err = kernel_info(r->kernel, fd, &info, sizeof(info));
	if (err)
		return attach_fail(r, err, d, "the map cannot be asked: %s", diag_strerror(err));
	if (!has_sockets(info.type))
		return attach_fail(r, -EINVAL, d, "the map is neither a SOCKMAP nor a SOCKHASH");
	return 0;
}

/* An older kernel does not know, and answers -EINVAL. */
static int check_free(const struct attach_request *r, const struct rawbpf_link *l,
	struct rawbpf_diag *d)
{
	struct bpf_attr_prog_query q;
	uint32_t id = 0;

	if (kernel_prog_ids(r->kernel, l->other_fd, l->attach_type, &id, 1, &q) || !q.prog_cnt)
		return 0;
	return attach_fail(r, -EBUSY, d, "the map has a program of this kind: detach it first, its id "
		"is %u", id);
}

static const struct attach_reason reasons[] = {
	{ -EBUSY, "verdict and stream_verdict exclude each other" },
	{ 0, NULL },
};

static int attach_checked(const struct attach_request *r, struct rawbpf_link *l,
	struct rawbpf_diag *d)
{
	int err = r->opts->no_link ? -EINVAL : place_link(r, l, 0);

	if (err == -EINVAL)
		err = place_prog(r, l, 0);
	if (err == -EINVAL || err == -EOPNOTSUPP)
		return attach_lacks(r, d);
	return err ? attach_because(r, err, reasons, d) : 0;
}

int sockmap_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d)
{
	char hint[200];
	int err;

	l->attach_type = r->hook->attach_type;
	if (!l->attach_type)
		return attach_fail(r, ATTACH_USAGE, d, "say as what: sk_skb/stream_parser:MAP, "
			"sk_skb/stream_verdict:MAP or sk_skb/verdict:MAP");
	l->other_fd = r->where ? open_map(r) : -ENOENT;
	if (l->other_fd < 0)
		return attach_fail(r, l->other_fd, d, "no such map: give the name of one in the object, "
			"id:N, or the path of a pin: %s%s", diag_strerror(l->other_fd),
			where_hint(r, hint, sizeof(hint)));
	err = check_map(r, l->other_fd, d);
	if (!err && !r->opts->adopt)
		err = check_free(r, l, d);
	return err ? err : attach_checked(r, l, d);
}
