/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Loading: BTF first, because maps refer to it; then the maps, because instructions refer to
 * them; then the programs; last what refers to programs, the prog arrays.
 */
#include "object/btf_load.h"

#include <errno.h>

#include "kernel/kernel.h"
#include "object/fallback.h"
#include "object/verifier.h"

static int missing_map(struct rawbpf_object *o, const struct code_fixup *f)
{
	const char *why = arena_printf(&o->arena, "map %s is used, but was not to be created",
		f->map->spec.name);

	return why ? code_poison(&o->code, f->insn, why) : -ENOMEM;
}

int load_poison_missing(struct rawbpf_object *o)
{
	const struct code_fixup *f = o->code.fixups;
	const struct rawbpf_map *m;
	uint32_t i;
	int err = 0;

	for (i = 0; !err && i < o->code.fixup_cnt; i++, f++) {
		m = map_of(o, f->map);
		if (m->fd < 0 && !m->autocreate)
			err = missing_map(o, f);
	}
	return err;
}

/* Put the maps' descriptors where the instructions name maps. */
static void set_descriptors(struct rawbpf_object *o)
{
	const struct code_fixup *f = o->code.fixups;
	const struct rawbpf_map *m;
	uint32_t i;

	for (i = 0; i < o->code.fixup_cnt; i++, f++) {
		m = map_of(o, f->map);
		if (m->fd < 0)
			continue;
		o->code.insns[f->insn].imm = m->fd;
		if (o->code.insns[f->insn].src_reg == BPF_PSEUDO_MAP_VALUE)
			o->code.insns[f->insn + 1].imm += m->vars_offset;
	}
}

static void fill_spec(const struct rawbpf_prog *p, struct rawbpf_prog_spec *s)
{
	const struct rawbpf_object *o = p->object;

	memset(s, 0, sizeof(*s));
	s->name = p->func->name;
	s->type = p->type;
	s->expected_attach = p->attach_type;
	s->flags = p->flags;
	s->ifindex = p->ifindex;
	s->token_fd = o->token_fd;
	s->insns = o->code.insns;
	s->insn_cnt = o->code.cnt;
	s->license = o->unit.license;
	s->kern_version = o->unit.version;
	s->log_level = o->log_level;
	s->attach_btf_id = p->attach_btf_id;
	s->attach_btf_fd = p->attach_btf_fd;
	s->attach_prog_fd = p->target_fd > 0 ? p->target_fd : 0;
	s->fd_array = o->fd_array;
	if (o->btf_fd < 0 || o->btf_lacks & DEGRADE_FUNC)
		return;
	s->btf_fd = o->btf_fd;
	s->func_info = o->code.func_info;
	s->func_info_cnt = o->code.func_info_cnt;
	s->func_info_rec_size = o->unit.ext.func.record_size;
	s->line_info = o->code.line_info;
	s->line_info_cnt = o->code.line_info_cnt;
	s->line_info_rec_size = o->unit.ext.line.record_size;
}

static int check_type(const struct rawbpf_prog *p, struct rawbpf_diag *d)
{
	const struct unit_func *f = p->func;

	if (p->type == BPF_PROG_TYPE_STRUCT_OPS)
		return p->attach_btf_id ? 0 : diag_fail(d, RAWBPF_STAGE_OPEN, -EINVAL,
			"%s: section %s: program %s stands in no struct: make it a member of a variable "
			"in a section .struct_ops or .struct_ops.link",
			p->object->file, f->section_name, f->name);
	if (p->type)
		return 0;
	return diag_fail(d, RAWBPF_STAGE_OPEN, -EINVAL,
		"%s: section %s: program %s: no program type has this section name; give its hook "
		"(run OBJ %s=HOOK:WHERE) or its type (prog load OBJ PATH type TYPE)",
		p->object->file, f->section_name, f->name, f->name);
}

/* As long as there is another way to ask for the same. */
static int try_load(const struct rawbpf_prog *p, struct rawbpf_prog_spec *s, struct rawbpf_diag *d)
{
	struct rawbpf_object *o = p->object;
	struct rawbpf_diag why;
	int fd;

	memset(&why, 0, sizeof(why));
	do {
		rawbpf_diag_free(&why);
		fd = verifier_load(o->kernel, s, &o->unit, &o->code, &why);
	} while (fd < 0 && fallback_found(p, s, fd, why.log));
	fallback_end(o);
	diag_move(d, &why);
	return fd;
}

static bool refers_to(const struct code *c, const struct unit_map *m)
{
	uint32_t i;

	for (i = 0; i < c->fixup_cnt && c->fixups[i].map != m; i++)
		;
	return i < c->fixup_cnt;
}

/*
 * Read-only data of the object that the program does not read itself says something about it: its
 * version, its author. Bound to the program (5.10) it lives as long.
 */
static void bind_data(struct rawbpf_prog *p)
{
	struct rawbpf_object *o = p->object;
	struct rawbpf_map *m;

	for (m = o->maps; !o->cannot_bind && m < o->maps + o->unit.map_cnt; m++)
		if (m->def->image && m->def->read_only && m->fd >= 0 &&
			!refers_to(&o->code, m->def))
			o->cannot_bind = kernel_prog_bind_map(o->kernel, p->fd, m->fd) == -EINVAL;
}

static int load_prog(struct rawbpf_prog *p, struct rawbpf_diag *d)
{
	struct rawbpf_object *o = p->object;
	struct rawbpf_prog_spec s;
	int err = check_type(p, d);

	/* linked before, by check_all(), but all programs share the room for it */
	if (!err)
		err = code_link(&o->unit, p->func, &o->code, d);
	if (!err)
		err = load_poison_missing(o);
	if (!err)
		err = jump_table_create(o, d);
	if (!err) {
		set_descriptors(o);
		fill_spec(p, &s);
		err = try_load(p, &s, d);
	}
	jump_table_close(o);
	p->fd = err < 0 ? -1 : err;
	if (err >= 0)
		bind_data(p);
	return err < 0 ? err : 0;
}

static int load_progs(struct rawbpf_object *o, struct rawbpf_diag *d)
{
	uint32_t i;
	int err = 0;

	for (i = 0; !err && i < o->unit.prog_cnt; i++)
		if (o->progs[i].autoload)
			err = load_prog(&o->progs[i], d);
	return err ? err : map_fill_progs(o, d);
}

/* Link all programs once before the kernel is asked for anything, so that nothing is left half. */
static int check_all(struct rawbpf_object *o, struct rawbpf_diag *d)
{
	uint32_t i;
	int err = 0;

	for (i = 0; !err && i < o->unit.prog_cnt; i++) {
		if (!o->progs[i].autoload)
			continue;
		err = check_type(&o->progs[i], d);
		if (!err)
			err = code_link(&o->unit, o->progs[i].func, &o->code, d);
	}
	if (err == -ENOMEM)
		diag_fail(d, RAWBPF_STAGE_OPEN, err, "%s: out of memory", o->file);
	return err;
}

static int prepare(struct rawbpf_object *o, struct rawbpf_diag *d)
{
	int err = token_create(o, d);

	if (!err)
		err = fit_object(o, d);
	if (!err)
		err = check_all(o, d);
	if (!err)
		err = types_check(&o->unit, d);
	if (err)
		return err;
	btf_load(o);
	return map_create_all(o, d);
}

int rawbpf_object_prepare(struct rawbpf_object *o, struct rawbpf_diag *d)
{
	int err;

	if (o->tried)
		return diag_fail(d, RAWBPF_STAGE_USE, -EBUSY,
			"%s: was loaded before; open it again", o->file);
	o->tried = true;
	if (o->unit.elf.file.swap)
		return diag_fail(d, RAWBPF_STAGE_OPEN, -EOPNOTSUPP,
			"%s: compiled for machines of the other byte order: compile it with "
			"-target %s",
			o->file, __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? "bpfel" : "bpfeb");
	err = prepare(o, d);
	o->prepared = !err;
	if (err)
		map_unpin_new(o);
	return err;
}

int rawbpf_object_load(struct rawbpf_object *o, struct rawbpf_diag *d)
{
	int err = o->prepared ? 0 : rawbpf_object_prepare(o, d);

	if (err)
		return err;
	o->prepared = false;
	err = load_progs(o, d);
	if (err)
		map_unpin_new(o);
	return err;
}
