/* SPDX-License-Identifier: BSD-2-Clause */
/* Links in the kernel: what is attached, as something that has an id and can be pinned. */
#include "cli/link.h"

#include <errno.h>
#include <string.h>

#include "cli/ids.h"
#include "kernel/kernel.h"

static int pin(struct cli *c)
{
	static const struct ids kind = { .noun = "link", .ref = ref_link };

	return ids_pin(c, &kind);
}

/* The attachment ends, whoever holds the link; the link itself stays until it is let go. */
static int detach(struct cli *c)
{
	int code, err, fd = ref_link(c);

	if (fd < 0)
		return -fd;
	code = cli_end(c);
	err = code ? 0 : kernel_link_detach(c->kernel, fd);
	kernel_close(c->kernel, fd);
	if (err)
		return cli_error(c, RAWBPF_STAGE_ATTACH, err, "link detach: %s%s",
			diag_strerror(err),
			err == -EOPNOTSUPP ? " (links of this type end with their last descriptor "
					     "or pin only)"
					   : "");
	return code;
}

static int update_fds(struct cli *c, int link, int prog)
{
	int old = 0, err;

	if (cli_take(c, "expected") && (old = ref_prog(c)) < 0)
		return -old;
	err = cli_end(c) ? EXIT_USAGE : kernel_link_update(c->kernel, link, prog, old);
	kernel_close(c->kernel, old ? old : -1);
	if (err < 0)
		return cli_error(c, RAWBPF_STAGE_ATTACH, err, "link update: %s%s", diag_strerror(err),
			err == -EPERM && old ? ": the link has another program than expected" :
			err == -EINVAL ? ": the programs differ in type, or links of this kind keep "
					 "theirs" : "");
	return err;
}

/* Another program in the same place, without a moment in which there is none. */
static int update(struct cli *c)
{
	int link = ref_link(c), prog, code;

	if (link < 0)
		return -link;
	prog = ref_prog(c);
	code = prog < 0 ? -prog : update_fds(c, link, prog);
	kernel_close(c->kernel, prog);
	kernel_close(c->kernel, link);
	return code;
}

static const struct cli_command link_commands[] = {
	{ "show", link_show, "[LINK]" },
	{ "list", link_show, "[LINK]" },
	{ "pin", pin, "LINK FILE" },
	{ "update", update, "LINK PROG [expected PROG]" },
	{ "detach", detach, "LINK" },
	{ NULL, NULL, NULL },
};

int cmd_link(struct cli *c)
{
	return cli_dispatch(c, "link", link_commands);
}
