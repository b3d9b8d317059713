/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef ATTACH_NETFILTER_H
#define ATTACH_NETFILTER_H

#include <stdint.h>

/* "local_in" for NF_INET_LOCAL_IN */
const char *netfilter_hook_name(uint32_t hook);

#endif
