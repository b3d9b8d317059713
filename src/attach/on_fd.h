/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef ATTACH_ON_FD_H
#define ATTACH_ON_FD_H

#include "attach/attach.h"

/*
 * The two ways to hang a program on what a descriptor stands for: l->other_fd, or if that is -1 what
 * the kernel takes for granted. l->attach_type says as what. 0 or -errno, and then nothing has
 * happened.
 */
int on_fd_link(const struct attach_request *r, struct rawbpf_link *l);
/* The link's detach is set to what undoes exactly this. */
int on_fd_prog(const struct attach_request *r, struct rawbpf_link *l);

#endif
