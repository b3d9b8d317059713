/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An arena in this process. Where it begins is the same for everyone who maps it: at map_extra, or
 * where the first mmap(2) puts it; programs can be verified only when that is known. Its pages come
 * when they are touched, with BPF_F_SEGV_ON_FAULT only when a program allocates them.
 *
 * Variables go to the end: in programs, a pointer with 32 zero bits at its end is NULL, which
 * is what the first byte of an arena easily has. Instructions can name places below 512 MiB
 * (newer kernels: all), so in larger arenas the variables end there.
 */
#include "object/object.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kernel/kernel.h"

#define PLACES (1ULL << 29) /* BPF_MAX_VAR_OFF */

static int fail(const struct rawbpf_map *m, int err, struct rawbpf_diag *d, const char *what)
{
	return diag_fail(d, RAWBPF_STAGE_MAP, err, "map %s: %s", m->spec.name, what);
}

int arena_map_place(struct rawbpf_map *m, struct rawbpf_diag *d)
{
	const struct unit_map *v = m->object->unit.arena_vars;
	uint64_t page = getpagesize(), size = m->spec.max_entries * page;
	uint64_t vars = v ? (v->spec.value_size + page - 1) / page * page : 0;

	if (vars > size)
		return fail(m, -E2BIG, d, "its variables take more than max_entries pages");
	if (v && m->spec.flags & BPF_F_SEGV_ON_FAULT)
		return fail(m, -EOPNOTSUPP, d,
			"with BPF_F_SEGV_ON_FAULT it has no pages for variables before a program runs");
	m->vars_offset = (size < PLACES ? size : PLACES) - vars;
	return 0;
}

int arena_map_fill(struct rawbpf_map *m, struct rawbpf_diag *d)
{
	const struct unit_map *v = m->object->unit.arena_vars;
	uint64_t size = m->spec.max_entries * (uint64_t)getpagesize();
	int err = -E2BIG;
	void *p = NULL;

	if (size <= SIZE_MAX && m->spec.extra <= UINTPTR_MAX)
		err = kernel_mmap_at(m->object->kernel, m->fd, size, m->spec.extra, &p);
	if (err)
		return diag_fail(d, RAWBPF_STAGE_MAP, err, "map %s: cannot be mapped at 0x%llx: %s%s",
			m->spec.name, (unsigned long long)m->spec.extra, diag_strerror(err),
			err == -EEXIST ? " (this process has something else there)" : "");
	m->mapped = p;
	m->mapped_size = size;
	if (v)
		memcpy((uint8_t *)p + m->vars_offset, v->image, v->spec.value_size);
	return 0;
}
