/* SPDX-License-Identifier: BSD-2-Clause */
/* In IFLA_INFO_DATA of kind "veth": the other end, as struct ifinfomsg and attributes. */
#ifndef __NET_VETH_H_
#define __NET_VETH_H_

enum {
	VETH_INFO_UNSPEC = 0,
	VETH_INFO_PEER = 1,
	__VETH_INFO_MAX = 2,
};
#define VETH_INFO_MAX (__VETH_INFO_MAX - 1)

#endif /* __NET_VETH_H_ */
