/* SPDX-License-Identifier: BSD-2-Clause */
/* From "xdp:eth0" to the mechanism that does it. */
#include "attach/attach.h"
#include "attach/where.h"
#include "base/text.h"

#include <errno.h>
#include <linux/bpf_info.h>
#include <linux/bpf.h>
#include <stdarg.h>

#include "kernel/kernel.h"
#include "kernel/names.h"

typedef int (*attach_fn)(const struct attach_request *r, struct rawbpf_link *l,
	struct rawbpf_diag *d);

static attach_fn mechanism(uint16_t which)
{
	switch (which) {
	case HOOK_SOCKET:
		return socket_attach;
	case HOOK_TRACEPOINT:
		return tracepoint_attach;
	case HOOK_RAW_TRACEPOINT:
		return raw_tracepoint_attach;
	case HOOK_XDP:
		return xdp_attach;
	case HOOK_CGROUP:
		return cgroup_attach;
	case HOOK_TC:
		return tc_attach;
	case HOOK_MPROG:
		return mprog_attach;
	case HOOK_ROUTE:
		return route_attach;
	case HOOK_TRAMPOLINE:
		return trampoline_attach;
	case HOOK_NETNS:
		return netns_attach;
	case HOOK_NETFILTER:
		return netfilter_attach;
	case HOOK_LIRC:
		return lirc_attach;
	case HOOK_SOCKMAP:
		return sockmap_attach;
	case HOOK_REUSEPORT:
		return reuseport_attach;
	}
	return NULL;
}

int attach_fail(const struct attach_request *r, int err, struct rawbpf_diag *d, const char *fmt,
	...)
{
	char text[400];
	va_list ap;

	va_start(ap, fmt);
	text_vformat(text, sizeof(text), fmt, ap);
	va_end(ap);
	return diag_fail(d, err == ATTACH_USAGE ? RAWBPF_STAGE_USE : RAWBPF_STAGE_ATTACH,
		err == ATTACH_USAGE ? -EINVAL : err, "%s:%s: %s", r->hook->section,
		r->where ? r->where : "", text);
}

const char *attach_other_type(const struct attach_request *r, char *text, size_t size)
{
	char has[32], takes[32];
	struct bpf_prog_info info;

	*text = '\0';
	if (kernel_info(r->kernel, r->prog_fd, &info, sizeof(info)) || info.type == r->hook->prog_type)
		return text;
	names_short(&names_prog_type, info.type, has, sizeof(has));
	names_short(&names_prog_type, r->hook->prog_type, takes, sizeof(takes));
	text_format(text, size, " (it takes programs of type %s, and this one is %s)", takes, has);
	return text;
}

/* Kernels answer the same to a program of another type and to a hook that they lack. */
static bool is_other_type(const struct attach_request *r)
{
	char text[100];

	return *attach_other_type(r, text, sizeof(text));
}

int attach_lacks(const struct attach_request *r, struct rawbpf_diag *d)
{
	if (is_other_type(r))
		return attach_refused(r, -EINVAL, "", d);
	return attach_fail(r, -EOPNOTSUPP, d,
		"this kernel lacks it, which came with %u.%u (or is built without it)", r->hook->major,
		r->hook->minor);
}

int attach_refused(const struct attach_request *r, int err, const char *words,
	struct rawbpf_diag *d)
{
	char type[100] = "";

	return attach_fail(r, err, d, "refused: %s%s%s%s", diag_strerror(err), *words ? ": " : "",
		words, err == -EPERM ? " (needs CAP_NET_ADMIN)" :
		err == -EINVAL ? attach_other_type(r, type, sizeof(type)) : "");
}

int attach_because(const struct attach_request *r, int err, const struct attach_reason *reasons,
	struct rawbpf_diag *d)
{
	while (reasons->err && reasons->err != err)
		reasons++;
	if (!reasons->err || (err == -EINVAL && is_other_type(r)))
		return attach_refused(r, err, "", d);
	return attach_fail(r, err, d, "%s", reasons->why);
}

int attach_interface(const struct attach_request *r, const char *name, struct rawbpf_link *l,
	struct rawbpf_diag *d)
{
	if (!name || !*name)
		return attach_fail(r, ATTACH_USAGE, d, "name an interface, as in %s:eth0",
			r->hook->section);
	l->ifindex = kernel_ifindex(r->kernel, name);
	return l->ifindex < 0 ? attach_fail(r, l->ifindex, d, "no such network interface") : 0;
}

int attach_identify(const struct attach_request *r, int prog_fd, struct attach_identity *out,
	struct rawbpf_diag *d)
{
	struct bpf_prog_info info;
	int err = kernel_info(r->kernel, prog_fd, &info, sizeof(info));

	out->id = info.id;
	text_format(out->name, sizeof(out->name), "%.*s:[%u]", BPF_OBJ_NAME_LEN, info.name,
		info.id);
	return err ? attach_fail(r, err, d, "the program's id: %s", diag_strerror(err)) : 0;
}

static int attach_by(const struct attach_request *r, attach_fn fn, struct rawbpf_link **out,
	struct rawbpf_diag *d)
{
	struct rawbpf_link *l = link_new(r->kernel, r->hook->section, r->where);
	int err;

	if (!l)
		return attach_fail(r, -ENOMEM, d, "out of memory");
	err = fn(r, l, d);
	if (err) {
		l->detach = NULL; /* nothing is attached */
		rawbpf_link_detach(l);
		return err;
	}
	*out = l;
	return 0;
}

bool attach_stays(const struct hook *h)
{
	return 1U << h->mechanism & (1U << HOOK_XDP | 1U << HOOK_TC | 1U << HOOK_MPROG | 1U << HOOK_ROUTE |
		1U << HOOK_NETNS | 1U << HOOK_SOCKMAP | 1U << HOOK_LIRC);
}

int attach_run(const struct attach_request *r, struct rawbpf_link **out, struct rawbpf_diag *d)
{
	attach_fn fn = mechanism(r->hook->mechanism);
	struct where w;
	int err;

	if (!fn && r->hook->prog_type == BPF_PROG_TYPE_XDP)
		return attach_fail(r, -EINVAL, d, "this program's place is in a value of a devmap or "
			"cpumap: rawbpf map update ... prog PROG");
	if (!fn)
		return attach_fail(r, -EINVAL, d,
			"rawbpf cannot attach to this hook yet; the program can be loaded and pinned");
	if (r->prog_fd < 0 && !r->classic)
		return attach_fail(r, -EINVAL, d, "the program is not loaded");
	if (r->opts->adopt && !attach_stays(r->hook))
		return attach_fail(r, -EINVAL, d, "it never stays by itself: it goes with its link or "
			"socket, see rawbpf link");
	err = where_read(r, &w, d);
	w.opts.no_link |= w.opts.adopt;
	if (!err && out)
		err = attach_by(&w.request, fn, out, d);
	where_free(&w);
	return err;
}

const struct rawbpf_attach_opts attach_no_opts;

int rawbpf_attach(struct rawbpf_kernel *k, int prog_fd, const char *target,
	const struct rawbpf_attach_opts *opts, struct rawbpf_link **out, struct rawbpf_diag *d)
{
	struct attach_request r = { .kernel = kernel_or_real(k), .prog_fd = prog_fd };

	r.opts = opts ? opts : &attach_no_opts;
	r.hook = hook_by_target(target, &r.where);
	if (!r.hook)
		return diag_fail(d, RAWBPF_STAGE_USE, -EINVAL,
			"%s: the target does not begin with a hook, as xdp: or socket: are", target);
	r.frags = r.hook->flags & HOOK_FRAGS;
	return attach_run(&r, out, d);
}
