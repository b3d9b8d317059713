/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/diag.h"
#include "base/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define ENOTSUPP 524 /* the kernel's own, in no header of user space */

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

/* The words of libc, which keeps a sentence for each of 130 numbers. */
static const char errors[] =
	"EPERM\0Operation not permitted\0"
	"ENOENT\0No such file or directory\0"
	"ESRCH\0No such process\0"
	"EINTR\0Interrupted system call\0"
	"EIO\0Input/output error\0"
	"ENXIO\0No such device or address\0"
	"E2BIG\0Argument list too long\0"
	"ENOEXEC\0Exec format error\0"
	"EBADF\0Bad file descriptor\0"
	"EAGAIN\0Resource temporarily unavailable\0"
	"ENOMEM\0Cannot allocate memory\0"
	"EACCES\0Permission denied\0"
	"EFAULT\0Bad address\0"
	"EBUSY\0Device or resource busy\0"
	"EEXIST\0File exists\0"
	"ENODEV\0No such device\0"
	"ENOTDIR\0Not a directory\0"
	"EISDIR\0Is a directory\0"
	"EINVAL\0Invalid argument\0"
	"ENFILE\0Too many open files in system\0"
	"EMFILE\0Too many open files\0"
	"ENOTTY\0Inappropriate ioctl for device\0"
	"EFBIG\0File too large\0"
	"ENOSPC\0No space left on device\0"
	"EROFS\0Read-only file system\0"
	"EPIPE\0Broken pipe\0"
	"ERANGE\0Numerical result out of range\0"
	"ENAMETOOLONG\0File name too long\0"
	"ENOSYS\0Function not implemented\0"
	"ENOTEMPTY\0Directory not empty\0"
	"ELOOP\0Too many levels of symbolic links\0"
	"ENODATA\0No data available\0"
	"ENOLINK\0Link has been severed\0"
	"EPROTO\0Protocol error\0"
	"EBADMSG\0Bad message\0"
	"EOVERFLOW\0Value too large for defined data type\0"
	"ENOTSOCK\0Socket operation on non-socket\0"
	"EMSGSIZE\0Message too long\0"
	"ENOPROTOOPT\0Protocol not available\0"
	"EPROTONOSUPPORT\0Protocol not supported\0"
	"EOPNOTSUPP\0Operation not supported\0"
	"EAFNOSUPPORT\0Address family not supported by protocol\0"
	"EADDRINUSE\0Address already in use\0"
	"EADDRNOTAVAIL\0Cannot assign requested address\0"
	"ENETDOWN\0Network is down\0"
	"ENETUNREACH\0Network is unreachable\0"
	"EHOSTUNREACH\0No route to host\0"
	"ENOBUFS\0No buffer space available\0"
	"ETIMEDOUT\0Connection timed out\0"
	"ESTALE\0Stale file handle\0"
	"ENOTSUPP\0Operation not supported by this kernel (524)\0"
	"\0Unknown error";
static const uint16_t numbers[] = {
	EPERM, ENOENT, ESRCH, EINTR, EIO, ENXIO, E2BIG, ENOEXEC, EBADF, EAGAIN, ENOMEM, EACCES,
	EFAULT, EBUSY, EEXIST, ENODEV, ENOTDIR, EISDIR, EINVAL, ENFILE, EMFILE, ENOTTY,
	EFBIG, ENOSPC, EROFS, EPIPE, ERANGE, ENAMETOOLONG, ENOSYS, ENOTEMPTY, ELOOP,
	ENODATA, ENOLINK, EPROTO, EBADMSG, EOVERFLOW, ENOTSOCK, EMSGSIZE, ENOPROTOOPT,
	EPROTONOSUPPORT, EOPNOTSUPP, EAFNOSUPPORT, EADDRINUSE, EADDRNOTAVAIL, ENETDOWN,
	ENETUNREACH, EHOSTUNREACH, ENOBUFS, ETIMEDOUT, ESTALE,
	ENOTSUPP,
};

/* The name; what follows it is the sentence. */
static const char *find(int err)
{
	const char *at = errors;
	size_t i;

	for (i = 0; i < sizeof(numbers) / sizeof(*numbers) && numbers[i] != abs(err); i++) {
		at += strlen(at) + 1;
		at += strlen(at) + 1;
	}
	return at;
}

const char *diag_errno(int err)
{
	const char *name = find(err);

	return *name ? name : NULL;
}

const char *diag_strerror(int err)
{
	const char *name = find(err);

	return name + strlen(name) + 1;
}

void diag_move(struct rawbpf_diag *to, struct rawbpf_diag *from)
{
	char *old = from->log;

	if (to && !to->err && (from->err || !to->log)) {
		old = to->log;
		*to = *from;
	}
	free(old);
	memset(from, 0, sizeof(*from));
}

void rawbpf_diag_free(struct rawbpf_diag *d)
{
	if (!d)
		return;
	free(d->log);
	memset(d, 0, sizeof(*d));
}
