/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Kernel versions as numbers.  A patch level beyond 255 counts as 255.  LINUX_VERSION_CODE is
 * the newest interface declared here, not the running kernel: ask uname() for that.
 */
#ifndef _LINUX_VERSION_H
#define _LINUX_VERSION_H

#define KERNEL_VERSION(a, b, c) (((a) << 16) + ((b) << 8) + ((c) > 255 ? 255 : (c)))
#define LINUX_VERSION_CODE KERNEL_VERSION(7, 3, 0)

#endif /* _LINUX_VERSION_H */
