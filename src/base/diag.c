/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/diag.h"
#include "base/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

int diag_fail(struct rawbpf_diag *d, enum rawbpf_stage stage, int err, const char *fmt, ...)
{
	va_list ap;

	if (!d || d->err)
		return err;
	d->err = err;
	d->stage = stage;
	va_start(ap, fmt);
	text_vformat(d->msg, sizeof(d->msg), fmt, ap);
	va_end(ap);
	return err;
}

const char *diag_strerror(int err)
{
	if (err < 0)
		err = -err;
	return err == 524 ? "Operation not supported by this kernel (524)" : strerror(err);
}

void rawbpf_diag_free(struct rawbpf_diag *d)
{
	if (!d)
		return;
	free(d->log);
	memset(d, 0, sizeof(*d));
}
