/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's side of struct_ops. What can be replaced is listed nowhere, but known by its types:
 * to a struct X that the kernel takes from programs there is a wrapper, which is the map's value
 * (5.6; modules can have their own since 6.9):
 *
 *	struct bpf_struct_ops_X {
 *		...			how many use it, whether it is registered
 *		struct X data;
 *	};
 *
 * A program is verified for one member of one struct: attach_btf_id is X, expected_attach_type the
 * member's number in X. In the value that registers it, its descriptor stands for the function.
 *
 * The object's own idea of X may be older, newer or only the part that matters: members are
 * matched by name. What this kernel's X has not may stay out only if it is zero.
 */
#include "object/object.h"

#include <errno.h>
#include <stdarg.h>

#include "asm/insn.h"
#include "base/text.h"
#include "kernel/kernel.h"

#define WRAPPER "bpf_struct_ops_"

/* A map and the member of its struct in question, as both sides have it. */
struct side {
	const struct btf *btf;
	const struct btf_type *t; /* the struct */
	const struct btf_member *m;
	uint32_t index;
};

struct fit {
	struct rawbpf_map *map;
	struct side here, kernel;
	uint32_t kernel_id;   /* of X */
	uint32_t data;        /* where X begins in the wrapper */
	int btf_fd;           /* of the module, or 0 */
	struct rawbpf_diag *d;
};

static const char *struct_name(const struct rawbpf_map *m)
{
	const struct btf *b = &m->object->unit.btf;

	return btf_name(b, btf_type(b, m->def->ops->type));
}

static int fail(const struct fit *f, int err, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static int fail(const struct fit *f, int err, const char *fmt, ...)
{
	const struct rawbpf_map *m = f->map;
	char text[300];
	va_list ap;

	va_start(ap, fmt);
	text_vformat(text, sizeof(text), fmt, ap);
	va_end(ap);
	return diag_fail(f->d, RAWBPF_STAGE_MAP, err, "map %s: struct %s, member %s: %s", m->spec.name,
		struct_name(m), btf_string(f->here.btf, f->here.m->name_off), text);
}

/* Those of test modules, and of what is in no released kernel, stay out. */
static const struct {
	char name[20];
	uint8_t major, minor; /* first kernel */
} kinds[] = {
	{ "tcp_congestion_ops", 5, 6 },
	{ "bpf_dummy_ops", 5, 16 },
	{ "hid_bpf_ops", 6, 11 },
	{ "sched_ext_ops", 6, 12 },
	{ "Qdisc_ops", 6, 16 },
	{ "smc_hs_ctrl", 6, 19 },
	{ "io_uring_bpf_ops", 7, 1 },
};

/* By the name that it has without a flavor. */
static int lacks(const struct rawbpf_map *m, struct rawbpf_diag *d)
{
	const char *name = struct_name(m);
	int len = btf_essential_length(name);
	char since[32] = "";
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strncmp(kinds[i].name, name, len) && !kinds[i].name[len])
			text_format(since, sizeof(since), ", which came with %u.%u",
				kinds[i].major, kinds[i].minor);
	return diag_fail(d, RAWBPF_STAGE_MAP, -EOPNOTSUPP,
		"map %s: this kernel takes no struct %s from programs%s (neither it nor a module that "
		"is loaded has a type " WRAPPER "%.*s)", m->spec.name, name, since, len, name);
}

static bool wanted(const struct rawbpf_map *m)
{
	return m->def->ops && m->autocreate && m->fd < 0;
}

static void load_members(const struct rawbpf_map *m)
{
	const struct unit_ops *ops = m->def->ops;
	const struct rawbpf_object *o = m->object;
	uint32_t i;

	for (i = 0; i < btf_vlen(btf_type(&o->unit.btf, ops->type)); i++)
		if (ops->progs[i])
			o->progs[ops->progs[i]->prog_index].autoload = true;
}

/* Programs are loaded if a struct that is created has them, and not if one only could. */
int struct_ops_ask(struct rawbpf_object *o, struct rawbpf_diag *d)
{
	struct rawbpf_map *m;
	const char *name;
	uint32_t i;
	int asked;

	(void)d;
	for (i = 0; i < o->unit.prog_cnt; i++)
		if (o->progs[i].func->in_struct)
			o->progs[i].autoload = false;
	for (i = 0; i < o->unit.map_cnt; i++) {
		m = &o->maps[i];
		if (!wanted(m))
			continue;
		m->ops = arena_calloc(&o->arena, 1, sizeof(*m->ops));
		name = arena_printf(&o->arena, WRAPPER "%s", struct_name(m));
		asked = m->ops && name ? btf_names_add(&o->names, name, 1U << BTF_KIND_STRUCT)
				       : -ENOMEM;
		if (asked < 0)
			return asked;
		m->ops->asked = asked;
		load_members(m);
	}
	return 0;
}

/* The struct inside the wrapper, by the name it has without a flavor. */
static bool find_data(struct fit *f, const struct btf_type *wrapper)
{
	const char *name = struct_name(f->map);
	uint32_t i, len = btf_essential_length(name);
	const struct btf *b = f->kernel.btf;
	const struct btf_member *m;

	for (i = 0; i < btf_vlen(wrapper); i++) {
		m = btf_members(wrapper) + i;
		f->kernel_id = btf_skip(b, m->type);
		f->kernel.t = btf_type(b, f->kernel_id);
		f->data = btf_member_bits(wrapper, m) / 8;
		if (f->kernel.t && btf_kind(f->kernel.t) == BTF_KIND_STRUCT &&
			!strncmp(btf_name(b, f->kernel.t), name, len) &&
			!btf_name(b, f->kernel.t)[len])
			return f->data <= wrapper->size &&
				f->kernel.t->size <= wrapper->size - f->data;
	}
	return false;
}

static int find_struct(struct fit *f)
{
	struct rawbpf_map *m = f->map;
	struct rawbpf_object *o = m->object;
	const struct btf_name *q = &o->names.asked[m->ops->asked];
	const struct ktypes_module *module;
	const struct btf_type *wrapper = NULL;

	if (q->cnt) {
		f->kernel.btf = q->found[0].btf;
		wrapper = btf_type(f->kernel.btf, q->found[0].id);
	}
	if (!wrapper || !find_data(f, wrapper))
		return lacks(m, f->d);
	module = ktypes_module(&o->ktypes, f->kernel.btf);
	f->btf_fd = module ? module->fd : 0;
	m->spec.value_size = wrapper->size;
	m->spec.btf_vmlinux_value_type_id = q->found[0].id;
	m->spec.value_type_btf_fd = f->btf_fd;
	m->ops->value = arena_calloc(&o->arena, 1, wrapper->size + 8);
	m->ops->places = arena_calloc(&o->arena, btf_vlen(f->here.t) + 1, sizeof(uint32_t));
	return m->ops->value && m->ops->places ? 0 : -ENOMEM;
}

static bool find_member(struct fit *f)
{
	const char *name = btf_string(f->here.btf, f->here.m->name_off);
	struct side *k = &f->kernel;

	for (k->index = 0; k->index < btf_vlen(k->t); k->index++) {
		k->m = btf_members(k->t) + k->index;
		if (!strcmp(btf_string(k->btf, k->m->name_off), name))
			return true;
	}
	return false;
}

static const struct btf_type *type_of(const struct side *s)
{
	return btf_type(s->btf, btf_skip(s->btf, s->m->type));
}

static bool is_zero(const uint8_t *bytes, uint64_t size)
{
	while (size && !bytes[size - 1])
		size--;
	return !size;
}

/* One program can stand in several maps, if it is the same member of the same struct everywhere. */
static int claim(const struct fit *f, struct rawbpf_prog *p)
{
	if (p->type != BPF_PROG_TYPE_STRUCT_OPS)
		return fail(f, -EINVAL,
			"program %s is of another type: its section has to be struct_ops/NAME",
			p->func->name);
	if (p->attach_btf_id && (p->attach_btf_id != f->kernel_id || p->attach_btf_fd != f->btf_fd ||
		p->attach_type != f->kernel.index))
		return fail(f, -EINVAL,
			"program %s stands in another member or struct already, and can be verified "
			"for one only: write a second program",
			p->func->name);
	p->attach_btf_id = f->kernel_id;
	p->attach_btf_fd = f->btf_fd;
	p->attach_type = f->kernel.index;
	return 0;
}

static int set_program(const struct fit *f, uint32_t place, const struct unit_func *func)
{
	const struct btf *b = f->kernel.btf;
	const struct btf_type *t = type_of(&f->kernel);

	t = btf_kind(t) == BTF_KIND_PTR ? btf_type(b, btf_skip(b, t->type)) : NULL;
	if (!t || btf_kind(t) != BTF_KIND_FUNC_PROTO)
		return fail(f, -EOPNOTSUPP, "in this kernel it is no pointer to a function");
	f->map->ops->places[f->here.index] = place;
	return claim(f, &f->map->object->progs[func->prog_index]);
}

/* `bytes` are the member's in the object; place is where it belongs in the kernel's value. */
static int convert(const struct fit *f, const uint8_t *bytes, int64_t size, uint64_t place)
{
	const struct btf_type *t = type_of(&f->here), *kt = type_of(&f->kernel);
	const struct unit_func *func = f->map->def->ops->progs[f->here.index];
	int64_t kernel_size = btf_size(f->kernel.btf, f->kernel.m->type);

	if (btf_member_width(f->here.t, f->here.m) || btf_member_width(f->kernel.t, f->kernel.m))
		return fail(f, -EOPNOTSUPP, "bit fields cannot be set");
	if (!t || !kt || btf_kind(t) != btf_kind(kt))
		return fail(f, -EOPNOTSUPP, "this kernel has another kind of type there");
	if (kernel_size < 0 || place + kernel_size > f->map->spec.value_size)
		return fail(f, -EINVAL, "the kernel's type has no place for it");
	if (func)
		return set_program(f, place, func);
	if (btf_kind(t) == BTF_KIND_PTR)
		return is_zero(bytes, size) ? 0 : fail(f, -EOPNOTSUPP,
			"a pointer can only be a program or zero");
	if (size != kernel_size)
		return fail(f, -EOPNOTSUPP, "has %lld bytes here and %lld in this kernel",
			(long long)size, (long long)kernel_size);
	memcpy(f->map->ops->value + place, bytes, size);
	return 0;
}

static int fit_member(struct fit *f)
{
	const struct unit_ops *ops = f->map->def->ops;
	uint64_t at = btf_member_bits(f->here.t, f->here.m) / 8;
	int64_t size = btf_size(f->here.btf, f->here.m->type);

	if (size < 0 || at > ops->size || (uint64_t)size > ops->size - at)
		return fail(f, -EINVAL, "does not lie in the struct");
	if (find_member(f))
		return convert(f, ops->bytes + at, size,
			f->data + btf_member_bits(f->kernel.t, f->kernel.m) / 8);
	if (ops->progs[f->here.index] || !is_zero(ops->bytes + at, size))
		return fail(f, -EOPNOTSUPP,
			"this kernel's struct has no such member, and only what is zero can be left "
			"out");
	return 0;
}

static int fit_map(struct rawbpf_map *m, struct rawbpf_diag *d)
{
	const struct btf *b = &m->object->unit.btf;
	struct fit f = { .map = m, .here = { .btf = b }, .d = d };
	int err;

	f.here.t = btf_type(b, m->def->ops->type);
	err = find_struct(&f);
	for (; !err && f.here.index < btf_vlen(f.here.t); f.here.index++) {
		f.here.m = btf_members(f.here.t) + f.here.index;
		err = fit_member(&f);
	}
	return err;
}

int struct_ops_answer(struct rawbpf_object *o, struct rawbpf_diag *d)
{
	uint32_t i;
	int err = 0;

	for (i = 0; !err && i < o->unit.map_cnt; i++)
		if (o->maps[i].ops)
			err = fit_map(&o->maps[i], d);
	return err;
}

/*
 * Old kernels (5.10) look at their own types no sooner than they verify a first program, whatever
 * it is, and until then know no struct that can be replaced: 524.
 */
int struct_ops_create(struct rawbpf_map *m)
{
	static const struct bpf_insn nothing[] = { BPF_MOV64_IMM(BPF_REG_0, 0), BPF_EXIT_INSN() };
	struct rawbpf_kernel *k = m->object->kernel;
	struct rawbpf_prog_spec p;
	int fd = rawbpf_map_create(k, &m->spec, NULL);

	if (fd != -524)
		return fd;
	memset(&p, 0, sizeof(p));
	p.type = BPF_PROG_TYPE_SOCKET_FILTER;
	p.insns = nothing;
	p.insn_cnt = 2;
	p.token_fd = m->spec.token_fd;
	fd = rawbpf_prog_load(k, &p, NULL);
	kernel_close(k, fd);
	return rawbpf_map_create(k, &m->spec, NULL);
}

/* A place for a function is as wide as the kernel's `long`, and only kernels of 64 bits have this. */
const void *struct_ops_value(struct rawbpf_map *m)
{
	const struct btf *b = &m->object->unit.btf;
	const struct unit_ops *ops = m->def->ops;
	uint64_t fd;
	uint32_t i;

	for (i = 0; i < btf_vlen(btf_type(b, ops->type)); i++) {
		if (!m->ops->places[i])
			continue;
		fd = m->object->progs[ops->progs[i]->prog_index].fd;
		memcpy(m->ops->value + m->ops->places[i], &fd, sizeof(fd));
	}
	return m->ops->value;
}

int rawbpf_map_set_member(struct rawbpf_map *m, const char *member, struct rawbpf_prog *p,
	struct rawbpf_diag *d)
{
	const struct unit *u = &m->object->unit;
	int i = m->def->ops ? struct_ops_member(u, m->def, member) : -ENOENT;

	if (i < 0)
		return diag_fail(d, RAWBPF_STAGE_USE, i, "map %s: has no member %s", m->spec.name,
			member);
	if (m->object->tried)
		return diag_fail(d, RAWBPF_STAGE_USE, -EBUSY,
			"map %s: programs can only be exchanged before loading", m->spec.name);
	if (p && p->object != m->object)
		return diag_fail(d, RAWBPF_STAGE_USE, -EINVAL,
			"map %s: program %s is of another object", m->spec.name, p->func->name);
	m->def->ops->progs[i] = p ? p->func : NULL;
	if (p)
		p->func->in_struct = true;
	return 0;
}
