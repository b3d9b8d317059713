/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sockets: those that filters sit on, also other processes', and the one that knows the number of
 * an interface.
 */
#include "kernel/kernel.h"
#include "kernel/request.h"

#include <errno.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

int kernel_socket(struct rawbpf_kernel *k, int family, int type, int protocol)
{
	struct call_socket c = { family, type, protocol };
	struct rawbpf_request r = { CALL_SOCKET, 0, &c, sizeof(c) };

	return k->ask(k, &r);
}

int kernel_bind(struct rawbpf_kernel *k, int fd, const void *addr, uint32_t size)
{
	struct call_bind c = { fd, addr, size };
	struct rawbpf_request r = { CALL_BIND, 0, &c, sizeof(c) };

	return k->ask(k, &r);
}

int kernel_setsockopt(struct rawbpf_kernel *k, int fd, int level, int name, const void *value,
	uint32_t size)
{
	struct call_setsockopt c = { fd, level, name, value, size };
	struct rawbpf_request r = { CALL_SETSOCKOPT, name, &c, sizeof(c) };

	return k->ask(k, &r);
}

int kernel_getsockopt(struct rawbpf_kernel *k, int fd, int level, int name, void *value,
	uint32_t *size)
{
	struct call_getsockopt c = { fd, level, name, value, *size };
	struct rawbpf_request r = { CALL_GETSOCKOPT, name, &c, sizeof(c) };
	int err = k->ask(k, &r);

	*size = c.size;
	return err;
}

int kernel_ioctl(struct rawbpf_kernel *k, int fd, unsigned long request, void *arg)
{
	struct call_ioctl c = { fd, request, arg };
	struct rawbpf_request r = { CALL_IOCTL, request, &c, sizeof(c) };

	return k->ask(k, &r);
}

/* About network interfaces any socket can be asked. -ENODEV */
static int ask_interface(struct rawbpf_kernel *k, unsigned long request, struct ifreq *ifr)
{
	int err, fd = kernel_socket(k, AF_UNIX, SOCK_DGRAM, 0);

	if (fd < 0)
		return fd;
	err = kernel_ioctl(k, fd, request, ifr);
	kernel_close(k, fd);
	return err;
}

int kernel_ifindex(struct rawbpf_kernel *k, const char *name)
{
	struct ifreq ifr;
	int err;

	memset(&ifr, 0, sizeof(ifr));
	if (strlen(name) >= sizeof(ifr.ifr_name))
		return -ENODEV;
	memcpy(ifr.ifr_name, name, strlen(name));
	err = ask_interface(k, SIOCGIFINDEX, &ifr);
	return err < 0 ? err : ifr.ifr_ifindex;
}

int kernel_ifname(struct rawbpf_kernel *k, int index, char *name)
{
	struct ifreq ifr;
	int err;

	memset(&ifr, 0, sizeof(ifr));
	ifr.ifr_ifindex = index;
	err = ask_interface(k, SIOCGIFNAME, &ifr);
	if (err >= 0)
		memcpy(name, ifr.ifr_name, IF_NAMESIZE);
	return err;
}
