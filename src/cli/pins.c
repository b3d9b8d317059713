/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/pins.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/text.h"
#include "kernel/kernel.h"

static struct pin *note(struct pins *p, const char *folder, size_t size, const char *name)
{
	size_t room = size + strlen(name) + 2;
	struct pin *pin = calloc(1, sizeof(*pin) + room);
	char *c;

	if (!pin)
		return NULL;
	text_format(pin->path, room, "%.*s%s%s", (int)size, folder, *name ? "/" : "", name);
	/* a bpffs takes no dots in names, which maps of global data have */
	for (c = pin->path + size + 1; *name && *c; c++)
		*c = *c == '.' || *c == '/' ? '_' : *c;
	pin->next = p->last;
	p->last = pin;
	return pin;
}

static void forget(struct pins *p)
{
	struct pin *pin = p->last;

	p->last = pin->next;
	free(pin);
}

int pins_folder(struct pins *p, const char *path, size_t size)
{
	struct pin *pin = note(p, path, size, "");
	int err;

	if (!pin)
		return -ENOMEM;
	pin->folder = true;
	err = kernel_mkdir(p->kernel, pin->path, 0700);
	if (err)
		forget(p);
	return err == -EEXIST ? 0 : err;
}

int pins_add(struct pins *p, int fd, const char *folder, const char *name, struct rawbpf_diag *d)
{
	struct pin *pin = note(p, folder, strlen(folder), name);
	int err;

	if (!pin)
		return diag_fail(d, RAWBPF_STAGE_NONE, -ENOMEM, "out of memory");
	err = rawbpf_pin(p->kernel, fd, pin->path, d);
	if (err)
		forget(p);
	return err;
}

/* Who may read a folder may also look into it: that takes the x bit beside each r. */
int pins_give(struct pins *p, int32_t owner, int32_t group, int32_t mode, struct rawbpf_diag *d)
{
	struct pin *pin;
	int err = 0;

	for (pin = p->last; pin && !err; pin = pin->next) {
		if (owner >= 0 || group >= 0)
			err = kernel_chown(p->kernel, pin->path, owner, group);
		if (!err && mode >= 0)
			err = kernel_chmod(p->kernel, pin->path,
				pin->folder ? mode | (mode & 0444) >> 2 : mode);
		if (err)
			diag_fail(d, RAWBPF_STAGE_MAP, err,
				"%s: owner or mode cannot be set: %s", pin->path,
				diag_strerror(err));
	}
	return err;
}

void pins_remove(struct pins *p)
{
	for (; p->last; forget(p))
		if (p->last->folder)
			kernel_rmdir(p->kernel, p->last->path);
		else
			kernel_unlink(p->kernel, p->last->path);
}

void pins_free(struct pins *p)
{
	while (p->last)
		forget(p);
}
