/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Infrared remote controls: a program sees the pulses and pauses that a receiver measures and makes key
 * presses of them (helpers rc_keydown, rc_repeat, rc_pointer_rel), beside the kernel's own decoders. As
 * for each edge, it keeps what it knows so far in a map. Since 4.18, in kernels with
 * CONFIG_BPF_LIRC_MODE2, for which remote controls must be built in (RC_CORE=y): few distributions have
 * that, embedded systems do. Without, programs of this type are refused when they are loaded.
 *
 *	WHERE		the device, as /dev/lirc0; `rc-loopback` is one without hardware
 *	PROG_ATTACH	with a descriptor of it, open for writing. Up to 64 programs on one device,
 *			each once; they stay until BPF_PROG_DETACH. There is no bpf_link
 *
 * See them with BPF_PROG_QUERY, as `ir-keytable` does. Needs CAP_NET_ADMIN to load.
 */
#include "attach/place.h"

#include <errno.h>
#include <fcntl.h>

#include "kernel/kernel.h"

static const struct attach_reason reasons[] = {
	{ -EINVAL, "is no infrared receiver that shows its pulses, or the kernel is built without "
		   "CONFIG_BPF_LIRC_MODE2" },
	{ -EEXIST, "this very program is attached there already" },
	{ -E2BIG, "no more than 64 programs fit there" },
	{ 0, NULL },
};

int lirc_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d)
{
	int err;

	if (!r->where || !*r->where)
		return attach_fail(r, ATTACH_USAGE, d, "name a device, as in lirc_mode2:/dev/lirc0");
	l->attach_type = BPF_LIRC_MODE2;
	l->other_fd = kernel_open(r->kernel, r->where, O_RDWR | O_NONBLOCK);
	if (l->other_fd < 0)
		return attach_fail(r, l->other_fd, d, "the device cannot be opened: %s",
			diag_strerror(l->other_fd));
	err = place_prog(r, l, 0);
	return err ? attach_because(r, err, reasons, d) : 0;
}
