/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BPF_OBJ_GET_INFO_BY_FD on a program is asked twice: first with zeros, for how long each array
 * is, then with room for those that are wanted. The kernel never writes more than there is room
 * for. Instructions are for CAP_BPF, machine code and addresses also obey kptr_restrict.
 */
#include "cli/prog.h"

#include <errno.h>

#include "cli/btf_by_id.h"
#include "kernel/kernel.h"

/* Room for as many items as there are, and the kernel is told where. */
static int want_array(struct prog_facts *f, __u32 *cnt, uint32_t have, size_t size, void **array,
	__u64 *at)
{
	if (!have)
		return 0;
	*array = arena_calloc(&f->arena, have, size);
	if (!*array)
		return -ENOMEM;
	*cnt = have;
	*at = kernel_ptr(*array);
	return 0;
}

/* Sizes of records have to be right whenever there are records, asked for or not. */
static int want_records(struct prog_facts *f, uint32_t want, const struct bpf_prog_info *first)
{
	struct bpf_prog_info *i = &f->info;
	int err = 0;

	i->func_info_rec_size = first->func_info_rec_size;
	i->line_info_rec_size = first->line_info_rec_size;
	i->jited_line_info_rec_size = first->jited_line_info_rec_size;
	if (want & PROG_FUNCS)
		err = want_array(f, &i->nr_func_info, first->nr_func_info,
			i->func_info_rec_size, (void **)&f->funcs, &i->func_info);
	if (!err && want & PROG_LINES)
		err = want_array(f, &i->nr_line_info, first->nr_line_info,
			i->line_info_rec_size, (void **)&f->lines, &i->line_info);
	return err;
}

static int want_all(struct prog_facts *f, uint32_t want, const struct bpf_prog_info *first)
{
	struct bpf_prog_info *i = &f->info;
	int err = 0;

	memset(i, 0, sizeof(*i));
	if (want & PROG_MAPS)
		err = want_array(f, &i->nr_map_ids, first->nr_map_ids, sizeof(*f->map_ids),
			(void **)&f->map_ids, &i->map_ids);
	if (!err && want & PROG_XLATED)
		err = want_array(f, &i->xlated_prog_len, first->xlated_prog_len, 1,
			(void **)&f->xlated, &i->xlated_prog_insns);
	if (!err && want & PROG_JITED)
		err = want_array(f, &i->jited_prog_len, first->jited_prog_len, 1,
			(void **)&f->jited, &i->jited_prog_insns);
	if (!err && want & PROG_FUNCS)
		err = want_array(f, &i->nr_jited_ksyms, first->nr_jited_ksyms, sizeof(*f->ksyms),
			(void **)&f->ksyms, &i->jited_ksyms);
	if (!err && want & PROG_FUNCS)
		err = want_array(f, &i->nr_jited_func_lens, first->nr_jited_func_lens,
			sizeof(*f->func_lens), (void **)&f->func_lens, &i->jited_func_lens);
	return err ? err : want_records(f, want, first);
}

/* An array the kernel would not give, and one that has grown meanwhile. */
static void clamp(__u32 *cnt, uint32_t room, uint64_t given)
{
	if (*cnt > room)
		*cnt = room;
	if (!given)
		*cnt = 0;
}

static int ask(struct cli *c, int fd, struct prog_facts *f)
{
	uint32_t size = sizeof(f->info);
	int err = kernel_obj_info(c->kernel, fd, &f->info, &size);

	/* -ENODEV: all there is was written, only the device is no more */
	f->orphaned = err == -ENODEV;
	return f->orphaned ? 0 : err;
}

static int read_all(struct cli *c, int fd, uint32_t want, struct prog_facts *f)
{
	struct bpf_prog_info first, room;
	int err = ask(c, fd, f);

	first = f->info;
	if (!err)
		err = want_all(f, want, &first);
	room = f->info;
	if (!err)
		err = ask(c, fd, f);
	if (err)
		return err;
	clamp(&f->info.nr_map_ids, room.nr_map_ids, want & PROG_MAPS ? f->info.map_ids : 1);
	if (want & PROG_XLATED)
		clamp(&f->info.xlated_prog_len, room.xlated_prog_len, f->info.xlated_prog_insns);
	if (want & PROG_JITED)
		clamp(&f->info.jited_prog_len, room.jited_prog_len, f->info.jited_prog_insns);
	clamp(&f->info.nr_jited_ksyms, room.nr_jited_ksyms, f->info.jited_ksyms);
	clamp(&f->info.nr_jited_func_lens, room.nr_jited_func_lens, f->info.jited_func_lens);
	clamp(&f->info.nr_func_info, room.nr_func_info, f->info.func_info);
	clamp(&f->info.nr_line_info, room.nr_line_info, f->info.line_info);
	/* names make a listing better, but are not what it is about */
	if (want & PROG_BTF && f->info.btf_id)
		btf_by_id(c, f->info.btf_id, &f->arena, &f->btf);
	return 0;
}

int prog_facts_read(struct cli *c, int fd, uint32_t want, struct prog_facts *f)
{
	int err;

	memset(f, 0, sizeof(*f));
	err = read_all(c, fd, want, f);
	if (err)
		return cli_fault(c, err, "the program cannot be asked about");
	return 0;
}

void prog_facts_free(struct prog_facts *f)
{
	arena_free(&f->arena);
}

const struct bpf_func_info *prog_facts_func(const struct prog_facts *f, uint32_t i)
{
	return i < f->info.nr_func_info
		? (const void *)(f->funcs + (size_t)i * f->info.func_info_rec_size)
		: NULL;
}

const struct bpf_line_info *prog_facts_line(const struct prog_facts *f, uint32_t i)
{
	return i < f->info.nr_line_info
		? (const void *)(f->lines + (size_t)i * f->info.line_info_rec_size)
		: NULL;
}
