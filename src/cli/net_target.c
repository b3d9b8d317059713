/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * net attach, net detach with a TARGET as `run` takes it, tc/ingress:eth0,priority=2 or
 * lwt_xmit:10.0.0.0/24@eth0: what can stay there by itself, and goes when it is said again for the same
 * program. So only what is expected to be there is taken off; a link's program is never. The kernel says
 * that with one error of several, and not which link it is: all links are gone through (5.8,
 * CAP_SYS_ADMIN).
 */
#include "cli/net.h"

#include <errno.h>
#include <string.h>

#include "attach/attach.h"
#include "attach/dispatcher.h"
#include "base/text.h"
#include "kernel/kernel.h"

static bool is_dispatcher(struct cli *c, uint32_t prog_id)
{
	struct bpf_prog_info info;

	return !kernel_info_by_id(c->kernel, BPF_PROG_GET_FD_BY_ID, prog_id, &info, sizeof(info)) &&
		dispatcher_is(info.name);
}

/* Links of interfaces, namespaces and maps all have the place's number in front. */
void net_held(struct cli *c, uint32_t prog_id, uint32_t place, char *text, size_t size)
{
	struct holders h = { .key = "link_id:" };
	struct bpf_link_info info = { .id = 0 };
	char who[200];

	*text = '\0';
	while (!*text && !kernel_next_link(c->kernel, &info)) {
		if (info.prog_id != prog_id || (place && info.xdp.ifindex != place))
			continue;
		if (is_dispatcher(c, prog_id)) {
			text_format(text, size, " (it calls the programs in its slots: end those who hold them, as "
				"rawbpf net show lists them)");
			break;
		}
		holders_text(c, &h, info.id, who, sizeof(who));
		text_format(text, size, " (it belongs to link %u, held by %s: rawbpf link detach id %u)",
			info.id, who, info.id);
	}
	holders_free(&h);
}

/* The interface that a target begins with, 0 if it does not. */
static uint32_t place_of(struct cli *c, const char *where)
{
	size_t len = strcspn(where, ",");
	char name[IF_NAMESIZE];
	int found = -ENODEV;

	if (len < sizeof(name)) {
		text_format(name, sizeof(name), "%.*s", (int)len, where);
		found = kernel_ifindex(c->kernel, name);
	}
	return found > 0 ? found : 0;
}

static int not_taken(struct cli *c, int err, const char *target, const char *where, int prog)
{
	struct bpf_prog_info info;
	char held[320];

	kernel_info(c->kernel, prog, &info, sizeof(info));
	net_held(c, info.id, place_of(c, where), held, sizeof(held));
	if (c->diag.err && !*held)
		return cli_fail(c);
	memset(&c->diag, 0, sizeof(c->diag));
	return cli_error(c, RAWBPF_STAGE_ATTACH, *held ? -EBUSY : err, "%s: nothing was taken off: %s%s",
		target, diag_strerror(*held ? -EBUSY : err), *held ? held :
		err == -EBUSY ? " (it belongs to a link: rawbpf link detach)" :
		err == -ENOENT || err == -EEXIST ? " (it is not this program that is there)" : "");
}

static int detach(struct cli *c, const char *target, const char *where, int prog)
{
	const struct rawbpf_attach_opts o = { .adopt = true };
	struct rawbpf_link *l = NULL;
	int err = rawbpf_attach(c->kernel, prog, target, &o, &l, &c->diag);

	if (!err)
		err = rawbpf_link_detach(l);
	return err ? not_taken(c, err, target, where, prog) : 0;
}

static int attach(struct cli *c, const char *target, int prog)
{
	const struct rawbpf_attach_opts o = { .no_link = true };
	struct rawbpf_link *l = NULL;

	if (rawbpf_attach(c->kernel, prog, target, &o, &l, &c->diag))
		return cli_fail(c);
	rawbpf_link_leave(l);
	return 0;
}

bool net_is_target(const struct cli *c)
{
	return c->word_cnt && strchr(c->words[0], ':');
}

int net_target(struct cli *c, bool off)
{
	const char *target = cli_word(c), *where;
	const struct hook *h = hook_by_target(target, &where);
	int prog, code;

	if (!h || (!off && !attach_stays(h)))
		return cli_usage(c, "%s: %s", target, h ? "it would not stay there by itself, but go with its "
			"link or socket: use rawbpf run (cgroups: rawbpf cgroup)" :
			"this begins with no hook, as tc/ingress: or lwt_xmit: are");
	prog = ref_prog(c);
	if (prog < 0)
		return -prog;
	code = cli_end(c);
	if (!code)
		code = off ? detach(c, target, where, prog) : attach(c, target, prog);
	kernel_close(c->kernel, prog);
	return code;
}
