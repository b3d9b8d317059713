/* SPDX-License-Identifier: BSD-2-Clause */
/* Descriptors in general, and the small text files of tracefs, procfs and sysfs. */
#include "kernel/kernel.h"
#include "kernel/request.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

int kernel_open(struct rawbpf_kernel *k, const char *path, int flags)
{
	struct call_open c = { path, flags };
	struct rawbpf_request r = { CALL_OPEN, 0, &c, sizeof(c) };

	return k->ask(k, &r);
}

long kernel_read(struct rawbpf_kernel *k, int fd, void *bytes, size_t size)
{
	struct call_read c = { fd, bytes, size };
	struct rawbpf_request r = { CALL_READ, 0, &c, sizeof(c) };

	return k->ask(k, &r);
}

long kernel_send(struct rawbpf_kernel *k, int fd, const void *bytes, size_t size)
{
	struct call_send c = { fd, bytes, size };
	struct rawbpf_request r = { CALL_SEND, 0, &c, sizeof(c) };

	return k->ask(k, &r);
}

long kernel_write(struct rawbpf_kernel *k, int fd, const void *bytes, size_t size)
{
	struct call_write c = { fd, bytes, size };
	struct rawbpf_request r = { CALL_WRITE, 0, &c, sizeof(c) };

	return k->ask(k, &r);
}

long kernel_file_size(struct rawbpf_kernel *k, int fd)
{
	struct call_lseek c = { .fd = fd, .whence = SEEK_END };
	struct rawbpf_request r = { CALL_LSEEK, 0, &c, sizeof(c) };
	long size = k->ask(k, &r), err;

	c.whence = SEEK_SET;
	err = size < 0 ? size : k->ask(k, &r);
	return err < 0 ? err : size;
}

static int map_memory(struct rawbpf_kernel *k, struct call_mmap *c, void **out)
{
	struct rawbpf_request r = { CALL_MMAP, 0, c, sizeof(*c) };
	long err = k->ask(k, &r);

	if (err >= 0)
		*out = c->address;
	return err;
}

int kernel_mmap(struct rawbpf_kernel *k, int fd, size_t size, int prot, uint64_t offset, void **out)
{
	struct call_mmap c = { .offset = offset, .size = size, .fd = fd, .prot = prot };

	c.flags = MAP_SHARED;
	return map_memory(k, &c, out);
}

int kernel_mmap_at(struct rawbpf_kernel *k, int fd, size_t size, uint64_t address, void **out)
{
	struct call_mmap c = { .size = size, .fd = fd, .prot = PROT_READ | PROT_WRITE };

	c.address = (void *)(uintptr_t)address;
	c.flags = MAP_SHARED | (address ? MAP_FIXED_NOREPLACE : 0);
	return map_memory(k, &c, out);
}

int kernel_mmap_memory(struct rawbpf_kernel *k, size_t size, void **out)
{
	struct call_mmap c = { .size = size, .fd = -1, .prot = PROT_READ | PROT_WRITE };

	c.flags = MAP_SHARED | MAP_ANONYMOUS;
	return map_memory(k, &c, out);
}

int kernel_mmap_file(struct rawbpf_kernel *k, int fd, size_t size, void **out)
{
	struct call_mmap c = { .size = size, .fd = fd, .prot = PROT_READ, .flags = MAP_PRIVATE };

	return map_memory(k, &c, out);
}

int kernel_close(struct rawbpf_kernel *k, int fd)
{
	struct call_close c = { fd };
	struct rawbpf_request r = { CALL_CLOSE, 0, &c, sizeof(c) };

	return fd < 0 ? 0 : k->ask(k, &r);
}

static long read_all(struct rawbpf_kernel *k, int fd, char *bytes, size_t size)
{
	size_t got = 0;
	long n;

	do {
		n = kernel_read(k, fd, bytes + got, size - got);
		if (n > 0)
			got += n;
	} while ((n > 0 && got < size) || n == -EINTR);
	return n < 0 ? n : (long)got;
}

int kernel_read_text(struct rawbpf_kernel *k, const char *path, char *text, size_t size)
{
	int fd = kernel_open(k, path, O_RDONLY);
	long n;

	if (fd < 0)
		return fd;
	n = read_all(k, fd, text, size);
	kernel_close(k, fd);
	if (n < 0)
		return n;
	if ((size_t)n == size)
		return -E2BIG;
	text[n] = '\0';
	return n;
}
