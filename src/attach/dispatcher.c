/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Several XDP programs on one interface. It takes one program, so that one is a dispatcher: it calls ten
 * functions, the slots, one after the other. Each slot can be taken by a program, whoever has loaded it.
 *
 *	freplace	a program of type EXT takes the place of a function of another program that is
 *			running (5.6; by BPF_LINK_CREATE with target_fd and target_btf_id 5.10). It is
 *			loaded for such a function, which says what it gets and returns; then it can
 *			be attached to any function of the same type in any program of the same type.
 *			Needs a JIT, and the functions' BTF on both sides
 *	bpf_link	of XDP (5.9), that holds the dispatcher on the interface
 *
 * Nobody keeps a list, nothing is pinned, the kernel knows it all:
 *
 *	is there a dispatcher?	RTM_GETLINK names the program; its name is one of ours
 *	its XDP link		BPF_LINK_GET_NEXT_ID, the one of this interface and program
 *	which slots are free	the kernel refuses a second program in one: EBUSY
 *	who goes last		each has the XDP link open as long as it is attached, and then its last
 *				descriptor takes the dispatcher off. kill -9 does so too
 *
 * Who is the first takes the slot of a new dispatcher, and then brings that to the interface. Two may do
 * so at the same time: then the second one's XDP link is refused, and it looks again. The last one may
 * leave while another comes: then the link, or the program, is gone when that looks for it, and it looks
 * again. Once it has the link open, the dispatcher stays. To open programs, maps, links and BTF by their
 * ids needs CAP_SYS_ADMIN.
 *
 * After a program the next one is asked if the verdict is XDP_PASS, or as said by next=: the verdicts
 * stand as bits in a map of the dispatcher (PASS inverted: 0 is the usual). What the last one that was asked
 * said is what happens to the packet; if there is none, it passes. The map is written after the slot
 * was taken, since only then it is ours: until then, for the time of one request, the bits of who was
 * in the slot of a dispatcher at work before count.
 *
 * Packets of several pages come by only if the driver may give them to the dispatcher
 * (BPF_F_XDP_HAS_FRAGS): it is made as the first program is. One for pieces then takes only programs for
 * pieces, the other one all. The names differ.
 *
 * See it with `rawbpf net show`, which lists what is in the slots (5.13).
 */
#include "attach/dispatcher.h"

#include <errno.h>
#include <linux/if_link.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "attach/place.h"
#include "attach/xdp.h"
#include "base/text.h"
#include "kernel/kernel.h"
#include "kernel/names.h"

/* with pauses of 0, 1, 2 ... ms: two seconds at least */
enum { TRIES = 64, ANY = DISPATCHER_SLOTS };

struct seat {
	const struct attach_request *request;
	struct rawbpf_link *link;
	uint32_t slot, mask;
	int dispatcher, masks; /* descriptors, until the seat is taken */
	int busy; /* why a new dispatcher was refused though none is there, or 0 */
};

/* ---- what was asked for ---- */

static const struct names verdicts = { .list = "xdp_action\0" "XDP_\0"
	"ABORTED\0" "DROP\0" "PASS\0" "TX\0" "REDIRECT\0" "NONE\0" };

static int read_next(struct seat *s, struct rawbpf_diag *d)
{
	const char *text = s->request->opts->next, *at;
	char word[16];
	size_t len;
	int verdict;

	s->mask = text ? 0 : 1 << XDP_PASS;
	for (at = text; at; at = at[len] ? at + len + 1 : NULL) {
		len = strcspn(at, "+");
		text_format(word, sizeof(word), "%.*s", (int)len, at);
		verdict = names_find(&verdicts, word);
		if (verdict < 0)
			return attach_fail(s->request, ATTACH_USAGE, d, "next=%s: give verdicts, with a + between "
				"them: aborted, drop, pass, tx, redirect; or none", text);
		s->mask |= 1U << verdict;
	}
	return 0;
}

static int read_slot(struct seat *s, struct rawbpf_diag *d)
{
	const char *text = s->request->opts->slot;

	if (!text)
		return attach_fail(s->request, ATTACH_USAGE, d, "next= is for programs in a slot: say slot= too");
	s->slot = ANY;
	if (*text >= '0' && *text <= '9' && !text[1])
		s->slot = *text - '0';
	else if (strcmp(text, "any"))
		return attach_fail(s->request, ATTACH_USAGE, d, "slot=%s: give a number from 0 to 9, or any", text);
	return 0;
}

static int check(const struct seat *s, struct rawbpf_diag *d)
{
	const struct attach_request *r = s->request;
	struct bpf_prog_info info;
	int err;

	if (r->opts->no_link)
		return attach_fail(r, ATTACH_USAGE, d, "a slot is held by a link and goes with it: rawbpf run, "
			"or init for good");
	if (r->opts->replace_prog_fd)
		return attach_fail(r, ATTACH_USAGE, d, "slots do not know replace=");
	if (s->link->flags & XDP_FLAGS_HW_MODE)
		return attach_fail(r, -EOPNOTSUPP, d, "there are no slots on a card");
	err = kernel_info(r->kernel, r->prog_fd, &info, sizeof(info));
	if (err)
		return attach_fail(r, err, d, "the program's type: %s", diag_strerror(err));
	return info.type == BPF_PROG_TYPE_EXT ? 0 : attach_fail(r, ATTACH_USAGE, d, "this program was not "
		"loaded for slots: rawbpf run does so, and rawbpf_prog_set_slot()");
}

/* ---- the dispatcher ---- */

static int refused(const struct seat *s, const struct xdp_place *there, struct rawbpf_diag *d,
	const char *why)
{
	char text[128];

	xdp_there(there, text, sizeof(text));
	return attach_fail(s->request, -EBUSY, d, "%s%s", text, why);
}

static int fits(const struct seat *s, const struct xdp_place *there, struct rawbpf_diag *d)
{
	uint32_t mode = s->link->flags & XDP_FLAGS_MODES;

	if (!strcmp(there->name, "xdp_dispatcher"))
		return refused(s, there, d, ", the dispatcher of libxdp: its own tools put programs there");
	if (!dispatcher_is(there->name))
		return refused(s, there, d, ", and has no slots: take it off, and attach it by slot= too");
	if ((mode == XDP_FLAGS_SKB_MODE && there->mode != IFLA_XDP_SKB_PROG_ID) ||
		(mode == XDP_FLAGS_DRV_MODE && there->mode != IFLA_XDP_DRV_PROG_ID))
		return refused(s, there, d, ", and all programs run where the dispatcher does: say xdp: for "
			"wherever that is");
	if (dispatcher_has_frags(there->name) && !s->request->frags)
		return refused(s, there, d, ", and gets packets of several pages, which this program does "
			"not take (section xdp.frags)");
	return 0;
}

static int open_masks(struct seat *s)
{
	struct bpf_prog_info info;
	uint32_t size = sizeof(info), id = 0;
	int err;

	memset(&info, 0, sizeof(info));
	info.map_ids = kernel_ptr(&id);
	info.nr_map_ids = 1;
	err = kernel_obj_info(s->request->kernel, s->dispatcher, &info, &size);
	if (err)
		return err;
	s->masks = kernel_fd_by_id(s->request->kernel, BPF_MAP_GET_FD_BY_ID, id);
	return s->masks < 0 ? s->masks : 0;
}

/* -EAGAIN: it is just coming or going; the kernel says so of a link that it has not finished */
static int join(struct seat *s, const struct xdp_place *there, struct rawbpf_diag *d)
{
	struct rawbpf_kernel *k = s->request->kernel;
	int err = fits(s, there, d);

	s->busy = 0;
	if (err)
		return err;
	if (!there->link_id)
		return -EAGAIN;
	err = s->link->below_fd = kernel_fd_by_id(k, BPF_LINK_GET_FD_BY_ID, there->link_id);
	if (err >= 0)
		err = s->dispatcher = kernel_fd_by_id(k, BPF_PROG_GET_FD_BY_ID, there->prog_id);
	if (err >= 0)
		err = open_masks(s);
	if (err == -ENOENT || err == -EAGAIN)
		return -EAGAIN;
	return err ? attach_fail(s->request, err, d, "the dispatcher that is there cannot be opened: %s",
		diag_strerror(err)) : 0;
}

/* ---- the slot ---- */

static int replace(struct seat *s, uint32_t slot)
{
	struct bpf_attr_link_create a;

	memset(&a, 0, sizeof(a));
	a.prog_fd = s->request->prog_fd;
	a.target_fd = s->dispatcher;
	a.target_btf_id = DISPATCHER_SLOT0 + slot;
	return place_create(s->link, &a);
}

static const struct attach_reason reasons[] = {
	{ -524, "this machine's JIT cannot exchange functions of running programs" },
	{ -EINVAL, "the program was not loaded for slots, or the kernel is older than 5.10" },
	{ 0, NULL },
};

static int take(struct seat *s, struct rawbpf_diag *d)
{
	static const char how[DISPATCHER_SLOTS][8] = { "slot 0", "slot 1", "slot 2", "slot 3", "slot 4",
		"slot 5", "slot 6", "slot 7", "slot 8", "slot 9" };
	uint32_t slot = s->slot % ANY, mask = s->mask ^ 1 << XDP_PASS;
	int err = replace(s, slot);

	while (err == -EBUSY && s->slot == ANY && ++slot < DISPATCHER_SLOTS)
		err = replace(s, slot);
	if (err == -EBUSY)
		return attach_fail(s->request, err, d, s->slot == ANY ? "all ten slots are taken, or "
			"traced%.0s" : "slot %s is taken, or traced: give another, or any (rawbpf net show "
			"lists them)",
			s->request->opts->slot);
	if (!err)
		err = kernel_map_update(s->request->kernel, s->masks, &slot, &mask, 0);
	if (err)
		return attach_because(s->request, err, reasons, d);
	s->link->how = how[slot];
	return 0;
}

/* A new dispatcher, with the program in it, to the interface. -EAGAIN: another was faster */
static int bring(struct seat *s, struct rawbpf_diag *d)
{
	struct attach_request r = *s->request;
	struct bpf_attr_link_create a;
	int err;

	memset(&a, 0, sizeof(a));
	a.prog_fd = r.prog_fd = s->dispatcher;
	a.target_ifindex = s->link->ifindex;
	a.attach_type = BPF_XDP;
	a.flags = s->link->flags;
	err = s->link->below_fd = kernel_link_create(r.kernel, &a);
	if (err == -EBUSY || err == -EEXIST) {
		s->busy = err;
		return -EAGAIN;
	}
	return err < 0 ? xdp_refused(&r, s->link, err, "", d) : 0;
}

static void let_go(struct seat *s, int err)
{
	struct rawbpf_kernel *k = s->request->kernel;

	kernel_close(k, s->dispatcher);
	kernel_close(k, s->masks);
	s->dispatcher = s->masks = -1;
	if (err != -EAGAIN)
		return;
	kernel_close(k, s->link->fd);
	kernel_close(k, s->link->below_fd);
	s->link->fd = s->link->below_fd = -1;
}

static int try(struct seat *s, struct rawbpf_diag *d)
{
	struct xdp_place there;
	int err = xdp_find(s->request->kernel, s->link->ifindex, &there);

	if (err == -EAGAIN)
		return err;
	if (err)
		return attach_fail(s->request, err, d, "what is on the interface: %s%s", diag_strerror(err),
			err == -EPERM ? " (needs CAP_SYS_ADMIN)" : "");
	if (there.prog_id)
		err = join(s, &there, d);
	else
		err = s->dispatcher = dispatcher_load(s->request->kernel, s->request->frags, &s->masks, d);
	if (err >= 0)
		err = take(s, d);
	if (!err && !there.prog_id)
		err = bring(s, d);
	let_go(s, err);
	return err;
}

int dispatcher_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d)
{
	struct seat s = { .request = r, .link = l, .dispatcher = -1, .masks = -1 };
	int tries, err = read_slot(&s, d);

	if (!err)
		err = read_next(&s, d);
	if (!err)
		err = check(&s, d);
	if (err)
		return err;
	err = -EAGAIN;
	for (tries = 0; err == -EAGAIN && tries < TRIES; tries++) {
		poll(NULL, 0, tries); /* what another has begun takes it a moment */
		err = try(&s, d);
	}
	if (err == -EAGAIN && s.busy)
		return xdp_refused(r, l, s.busy, "nothing is there, but a device above it, as a bond, may have a "
			"program", d);
	return err == -EAGAIN ? attach_fail(r, err, d, "the dispatcher there comes and goes, or has no link "
		"that can be found: try again") : err;
}

/* On a kernel that is too old, or built without its BTF, this is the first thing that is refused. */
static int load_one(struct rawbpf_prog *p, int *masks, struct rawbpf_diag *d)
{
	struct rawbpf_diag why;
	int fd;

	memset(&why, 0, sizeof(why));
	fd = dispatcher_load(p->object->kernel, p->flags & BPF_F_XDP_HAS_FRAGS, masks, &why);
	if (fd < 0)
		diag_fail(d, why.stage, fd == -EINVAL ? -EOPNOTSUPP : fd, "program %s: for slots, which "
			"need Linux 5.10 and its BTF: %s", p->func->name, why.msg);
	rawbpf_diag_free(&why);
	return fd == -EINVAL ? -EOPNOTSUPP : fd;
}

/*
 * What a program can replace is decided when it is loaded: so it is loaded for a slot of a dispatcher that
 * never gets to an interface.
 */
int rawbpf_prog_set_slot(struct rawbpf_prog *p, struct rawbpf_diag *d)
{
	struct rawbpf_kernel *k = p->object->kernel;
	int err, masks, fd;

	if (p->in_slot)
		return 0;
	if (p->object->tried || p->type != BPF_PROG_TYPE_XDP || p->attach_type != BPF_XDP || p->ifindex)
		return diag_fail(d, RAWBPF_STAGE_USE, -EINVAL, "program %s: slots are for XDP programs that are "
			"not loaded yet, and not for a card", p->func->name);
	fd = load_one(p, &masks, d);
	if (fd < 0)
		return fd;
	err = rawbpf_prog_set_attach_target(p, fd, "slot0", d);
	kernel_close(k, masks);
	kernel_close(k, fd);
	if (err)
		return err;
	p->type = BPF_PROG_TYPE_EXT;
	p->attach_type = 0;
	p->in_slot = true;
	return 0;
}
