/* SPDX-License-Identifier: BSD-2-Clause */
/* Namespaces as files: what an ioctl(2) on /proc/PID/ns/NAME tells. */
#ifndef __LINUX_NSFS_H
#define __LINUX_NSFS_H

#ifndef __bpf__
#include <sys/ioctl.h>
#endif

#define NSIO 0xb7
#define NS_GET_NSTYPE _IO(NSIO, 0x3)	/* 4.11: the CLONE_NEW... it was made by */

#endif /* __LINUX_NSFS_H */
