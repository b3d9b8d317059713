/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef ATTACH_CGROUP_H
#define ATTACH_CGROUP_H

#include "attach/attach.h"

/* Take off a program that was attached without a link, and no other: -ENOENT if it is not there. */
int cgroup_detach(struct rawbpf_kernel *k, int dir_fd, uint32_t attach_type, int prog_fd);
/* cgroup_mount.c: where cgroup v2 is mounted; -ENOENT: nowhere */
int cgroup_mount(struct rawbpf_kernel *k, char *path, size_t size);

#endif
