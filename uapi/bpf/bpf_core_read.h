/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading the kernel's structures by name, wherever the running kernel has them: CO-RE, "compile
 * once, run everywhere".
 *
 * A program is compiled against one kernel's types (vmlinux.h), where a member may have another
 * offset than in the kernel it will run on, another size, or be absent. So clang does not only
 * compile an access, it also writes it down in section .BTF.ext: the instruction, the type, the
 * path of members ("0:3:1"), and what was asked. Before it loads the program, the loader looks up
 * the same names in the running kernel's BTF and patches the answer into the instruction's
 * immediate or offset. What can be asked (kinds 0 to 12 in such a record):
 *
 *	of a member	byte offset, byte size, existence, signedness, left and right shift
 *	of a type	its id in the object and in the kernel, existence, size, whether it matches
 *	of an enumerator	existence, value
 *
 * clang writes the record for a member access inside __builtin_preserve_access_index(), or on a
 * type declared with the attribute preserve_access_index, as all of a vmlinux.h are.
 *
 * A type's name may end in ___anything, a flavor, which the loader drops when it looks for the
 * name: so a program may declare task_struct___old beside task_struct, with the one member it
 * wants.
 */
#ifndef BPF_CORE_READ_H
#define BPF_CORE_READ_H

#include "bpf_helpers.h"

/* ---- questions ------------------------------------------------------------------------------- */

/* The second argument of clang's builtins. */
enum bpf_field_info_kind {
	BPF_FIELD_BYTE_OFFSET = 0,
	BPF_FIELD_BYTE_SIZE = 1,
	BPF_FIELD_EXISTS = 2,
	BPF_FIELD_SIGNED = 3,
	BPF_FIELD_LSHIFT_U64 = 4,
	BPF_FIELD_RSHIFT_U64 = 5,
};
enum bpf_type_id_kind {
	BPF_TYPE_ID_LOCAL = 0,
	BPF_TYPE_ID_TARGET = 1,
};
enum bpf_type_info_kind {
	BPF_TYPE_EXISTS = 0,
	BPF_TYPE_SIZE = 1,
	BPF_TYPE_MATCHES = 2,
};
enum bpf_enum_value_kind {
	BPF_ENUMVAL_EXISTS = 0,
	BPF_ENUMVAL_VALUE = 1,
};

/* A member is named by an access, pointer->member, or by type and member: struct foo, a.b[2] */
#define ___bpf_member1(access)	    (access)
#define ___bpf_member2(type, member) (((typeof(type) *)0)->member)
#define ___bpf_member(field...)	    ___bpf_apply(___bpf_member, ___bpf_narg(field))(field)
/* A type is named by something of that type, which is never looked at. */
#define ___bpf_of_type(type) (*(typeof(type) *)0)

/* 1 or 0; where it is 0, the verifier does not walk the branch that would read the member. */
#define bpf_core_field_exists(field...)                                                            \
	__builtin_preserve_field_info(___bpf_member(field), BPF_FIELD_EXISTS)
/* In bytes; of an array, the whole of it. */
#define bpf_core_field_size(field...)                                                              \
	__builtin_preserve_field_info(___bpf_member(field), BPF_FIELD_BYTE_SIZE)
/* In bytes from the start of the outermost struct. */
#define bpf_core_field_offset(field...)                                                            \
	__builtin_preserve_field_info(___bpf_member(field), BPF_FIELD_BYTE_OFFSET)

/* The id in this object's own BTF, and in the kernel's: for bpf_snprintf_btf, bpf_obj_new. */
#define bpf_core_type_id_local(type)                                                               \
	__builtin_btf_type_id(___bpf_of_type(type), BPF_TYPE_ID_LOCAL)
#define bpf_core_type_id_kernel(type)                                                              \
	__builtin_btf_type_id(___bpf_of_type(type), BPF_TYPE_ID_TARGET)

/* A type of that name and kind; with all members as declared here (0 if not); its size or 0. */
#define bpf_core_type_exists(type)                                                                 \
	__builtin_preserve_type_info(___bpf_of_type(type), BPF_TYPE_EXISTS)
#define bpf_core_type_matches(type)                                                                \
	__builtin_preserve_type_info(___bpf_of_type(type), BPF_TYPE_MATCHES)
#define bpf_core_type_size(type) __builtin_preserve_type_info(___bpf_of_type(type), BPF_TYPE_SIZE)

/* Of an enumerator by name: enum type and enumerator. Its value may differ between kernels. */
#define bpf_core_enum_value_exists(type, name)                                                     \
	__builtin_preserve_enum_value(*(typeof(type) *)name, BPF_ENUMVAL_EXISTS)
#define bpf_core_enum_value(type, name)                                                            \
	__builtin_preserve_enum_value(*(typeof(type) *)name, BPF_ENUMVAL_VALUE)

/*
 * A pointer as one to a type of the kernel that the program may follow with plain C, read-only: the
 * verifier makes each access a probed read, which gives 0 where there is no memory. A kfunc, 6.2.
 */
extern void *bpf_rdonly_cast(const void *obj, __u32 btf_id) __ksym __weak;
#define bpf_core_cast(ptr, type)                                                                   \
	((typeof(type) *)bpf_rdonly_cast((ptr), bpf_core_type_id_kernel(type)))

/* ---- one read -------------------------------------------------------------------------------- */

/*
 * The helpers that read any address, with the source's offset fitted to the kernel. From the
 * kernel's memory or, _user, from that of the process; _str ends at the first NUL.
 */
#define bpf_core_read(dst, size, src)                                                              \
	bpf_probe_read_kernel(dst, size, (const void *)__builtin_preserve_access_index(src))
#define bpf_core_read_user(dst, size, src)                                                         \
	bpf_probe_read_user(dst, size, (const void *)__builtin_preserve_access_index(src))
#define bpf_core_read_str(dst, size, src)                                                          \
	bpf_probe_read_kernel_str(dst, size, (const void *)__builtin_preserve_access_index(src))
#define bpf_core_read_user_str(dst, size, src)                                                     \
	bpf_probe_read_user_str(dst, size, (const void *)__builtin_preserve_access_index(src))

/* ---- a chain of reads ------------------------------------------------------------------------ */

/*
 * BPF_CORE_READ(task, mm, exe_file, f_path.dentry) is what C writes as
 * task->mm->exe_file->f_path.dentry. Each comma is a pointer that lies in the kernel's memory, and
 * so one helper call: all but the last bring the next pointer to ___at, the last the value. Of
 * three members remain, after one hop, two; the text shows what becomes of
 * ___bpf_walk2(hop, end, dst, p, a, b):
 *
 *	hop(&___at, sizeof(___at), &p->a);
 *	end(dst, sizeof(*dst), &((typeof(p->a))___at)->b);
 *
 * `hop` and `end` are the read functions, `from` an expression for the pointer: what stands in
 * ___at, with the type that C knows for it. The first pointer is put aside, for it may itself be a
 * BPF_CORE_READ, and clang has no records within records.
 */
#define ___bpf_next(hop, from, a) hop((void *)&___at, sizeof(___at), &(from)->a)
#define ___bpf_here(from, a)	  ((typeof((from)->a))(___at))
#define ___bpf_walk1(hop, end, dst, from, a)                                                       \
	end((void *)(dst), sizeof(*(dst)), &(from)->a)
#define ___bpf_walk2(hop, end, dst, from, a, more...)                                              \
	___bpf_next(hop, from, a);                                                                 \
	___bpf_walk1(hop, end, dst, ___bpf_here(from, a), more)
#define ___bpf_walk3(hop, end, dst, from, a, more...)                                              \
	___bpf_next(hop, from, a);                                                                 \
	___bpf_walk2(hop, end, dst, ___bpf_here(from, a), more)
#define ___bpf_walk4(hop, end, dst, from, a, more...)                                              \
	___bpf_next(hop, from, a);                                                                 \
	___bpf_walk3(hop, end, dst, ___bpf_here(from, a), more)
#define ___bpf_walk5(hop, end, dst, from, a, more...)                                              \
	___bpf_next(hop, from, a);                                                                 \
	___bpf_walk4(hop, end, dst, ___bpf_here(from, a), more)
#define ___bpf_walk6(hop, end, dst, from, a, more...)                                              \
	___bpf_next(hop, from, a);                                                                 \
	___bpf_walk5(hop, end, dst, ___bpf_here(from, a), more)
#define ___bpf_walk7(hop, end, dst, from, a, more...)                                              \
	___bpf_next(hop, from, a);                                                                 \
	___bpf_walk6(hop, end, dst, ___bpf_here(from, a), more)
#define ___bpf_walk8(hop, end, dst, from, a, more...)                                              \
	___bpf_next(hop, from, a);                                                                 \
	___bpf_walk7(hop, end, dst, ___bpf_here(from, a), more)
#define ___bpf_walk9(hop, end, dst, from, a, more...)                                              \
	___bpf_next(hop, from, a);                                                                 \
	___bpf_walk8(hop, end, dst, ___bpf_here(from, a), more)
#define ___bpf_walk(hop, end, dst, from, members...)                                               \
	({                                                                                         \
		const void *___at __attribute__((unused));                                         \
		__auto_type ___from = (from);                                                      \
		___bpf_join(___bpf_walk, ___bpf_count(members))(hop, end, dst, ___from, members);  \
	})

/* The same chain as C writes it, to ask for its type. */
#define ___bpf_arrow1(p, a)	     (p)->a
#define ___bpf_arrow2(p, a, more...) ___bpf_arrow1((p)->a, more)
#define ___bpf_arrow3(p, a, more...) ___bpf_arrow2((p)->a, more)
#define ___bpf_arrow4(p, a, more...) ___bpf_arrow3((p)->a, more)
#define ___bpf_arrow5(p, a, more...) ___bpf_arrow4((p)->a, more)
#define ___bpf_arrow6(p, a, more...) ___bpf_arrow5((p)->a, more)
#define ___bpf_arrow7(p, a, more...) ___bpf_arrow6((p)->a, more)
#define ___bpf_arrow8(p, a, more...) ___bpf_arrow7((p)->a, more)
#define ___bpf_arrow9(p, a, more...) ___bpf_arrow8((p)->a, more)
#define ___bpf_value(read, src, members...)                                                        \
	({                                                                                         \
		typeof(___bpf_join(___bpf_arrow, ___bpf_count(members))((src), members)) ___value; \
		___bpf_walk(read, read, &___value, (src), members);                                \
		___value;                                                                          \
	})

/*
 * Like ___bpf_apply and ___bpf_narg. A macro does not expand inside itself, and these stand inside
 * arguments of the macros of bpf_tracing.h, which use those.
 */
#define ___bpf_join_(a, b) a##b
#define ___bpf_join(a, b)  ___bpf_join_(a, b)
#define ___bpf_count(a...) ___bpf_count_(a, 9, 8, 7, 6, 5, 4, 3, 2, 1)
#define ___bpf_count_(a, b, c, d, e, f, g, h, i, n, ...) n

/* The value, of the kernel's memory or of the process'. On a bad address it is 0. */
#define BPF_CORE_READ(src, members...)	    ___bpf_value(bpf_core_read, src, members)
#define BPF_CORE_READ_USER(src, members...) ___bpf_value(bpf_core_read_user, src, members)

/* To a variable, sizeof(*dst) bytes of it. The result is that of the last helper call. */
#define BPF_CORE_READ_INTO(dst, src, members...)                                                   \
	___bpf_walk(bpf_core_read, bpf_core_read, dst, (src), members)
#define BPF_CORE_READ_USER_INTO(dst, src, members...)                                              \
	___bpf_walk(bpf_core_read_user, bpf_core_read_user, dst, (src), members)

/* The last member is an array of char, or `p[0]`: up to NUL, at most sizeof(*dst) bytes. */
#define BPF_CORE_READ_STR_INTO(dst, src, members...)                                               \
	___bpf_walk(bpf_core_read, bpf_core_read_str, dst, (src), members)
#define BPF_CORE_READ_USER_STR_INTO(dst, src, members...)                                          \
	___bpf_walk(bpf_core_read_user, bpf_core_read_user_str, dst, (src), members)

/*
 * The same without a record: for types whose layout never changes, like those of the kernel's UAPI,
 * or where the loader has no BTF to look into.
 */
#define BPF_PROBE_READ(src, members...)	     ___bpf_value(bpf_probe_read_kernel, src, members)
#define BPF_PROBE_READ_USER(src, members...) ___bpf_value(bpf_probe_read_user, src, members)
#define BPF_PROBE_READ_INTO(dst, src, members...)                                                  \
	___bpf_walk(bpf_probe_read_kernel, bpf_probe_read_kernel, dst, (src), members)
#define BPF_PROBE_READ_USER_INTO(dst, src, members...)                                             \
	___bpf_walk(bpf_probe_read_user, bpf_probe_read_user, dst, (src), members)
#define BPF_PROBE_READ_STR_INTO(dst, src, members...)                                              \
	___bpf_walk(bpf_probe_read_kernel, bpf_probe_read_kernel_str, dst, (src), members)
#define BPF_PROBE_READ_USER_STR_INTO(dst, src, members...)                                         \
	___bpf_walk(bpf_probe_read_user, bpf_probe_read_user_str, dst, (src), members)

/* ---- bit fields ------------------------------------------------------------------------------ */

/*
 * A bit field has no address. The loader tells where the 1, 2, 4 or 8 bytes lie that hold it, and
 * two shifts of a 64-bit register: left, until its highest bit is the register's, then right,
 * until its lowest is. Signed fields shift right with the sign.
 *
 *	....xxx.  << lshift   xxx.....  >> rshift   .....xxx
 */
#define ___bpf_field(s, field, kind) __builtin_preserve_field_info((s)->field, BPF_FIELD_##kind)
#define ___bpf_field_shifted(s, field, raw)                                                        \
	({                                                                                         \
		unsigned long long ___bits = (raw) << ___bpf_field(s, field, LSHIFT_U64);          \
		if (___bpf_field(s, field, SIGNED))                                                \
			___bits = (long long)___bits >> ___bpf_field(s, field, RSHIFT_U64);        \
		else                                                                               \
			___bits = ___bits >> ___bpf_field(s, field, RSHIFT_U64);                   \
		___bits;                                                                           \
	})
/* The bytes as one number. They belong to a struct, so clang must not think it another object. */
typedef unsigned char ___bpf_unit1;
typedef unsigned short __attribute__((may_alias)) ___bpf_unit2;
typedef unsigned int __attribute__((may_alias)) ___bpf_unit4;
typedef unsigned long long __attribute__((may_alias)) ___bpf_unit8;
/* Where they lie. clang must not guess at the sum, it is made when the program is loaded. */
#define ___bpf_field_at(s, field)                                                                  \
	({                                                                                         \
		void *___p = (void *)(s) + ___bpf_field(s, field, BYTE_OFFSET);                    \
		barrier_var(___p);                                                                 \
		___p;                                                                              \
	})

/* Of a pointer the program may follow itself (fentry arguments, bpf_core_cast). */
#define BPF_CORE_READ_BITFIELD(s, field)                                                           \
	({                                                                                         \
		const void *___unit = ___bpf_field_at(s, field);                                   \
		unsigned long long ___raw = 0;                                                     \
		switch (___bpf_field(s, field, BYTE_SIZE)) {                                       \
		case 1: ___raw = *(const ___bpf_unit1 *)___unit; break;                            \
		case 2: ___raw = *(const ___bpf_unit2 *)___unit; break;                            \
		case 4: ___raw = *(const ___bpf_unit4 *)___unit; break;                            \
		case 8: ___raw = *(const ___bpf_unit8 *)___unit; break;                            \
		}                                                                                  \
		___bpf_field_shifted(s, field, ___raw);                                            \
	})

/* Of any address. The bytes go to the low end of ___raw, which in big-endian order is its last. */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ___bpf_low_end(number, size) ((void *)(number))
#else
#define ___bpf_low_end(number, size) ((void *)(number) + (8 - (size)))
#endif
#define BPF_CORE_READ_BITFIELD_PROBED(s, field)                                                    \
	({                                                                                         \
		unsigned long long ___raw = 0;                                                     \
		bpf_probe_read_kernel(                                                             \
			___bpf_low_end(&___raw, ___bpf_field(s, field, BYTE_SIZE)),                \
			___bpf_field(s, field, BYTE_SIZE),                                         \
			(const void *)(s) + ___bpf_field(s, field, BYTE_OFFSET));                  \
		___bpf_field_shifted(s, field, ___raw);                                            \
	})

/*
 * The way back: the value's bits to the top of the register and down to their place, and the bits
 * beside them as they were.
 */
#define BPF_CORE_WRITE_BITFIELD(s, field, value)                                                   \
	({                                                                                         \
		void *___unit = ___bpf_field_at(s, field);                                         \
		unsigned int ___up = ___bpf_field(s, field, RSHIFT_U64);                           \
		unsigned int ___down = ___bpf_field(s, field, LSHIFT_U64);                         \
		unsigned long long ___new = (value);                                               \
		unsigned long long ___mask = (~0ULL << ___up) >> ___down;                          \
		___new = (___new << ___up) >> ___down;                                             \
		switch (___bpf_field(s, field, BYTE_SIZE)) {                                       \
		case 1: ___bpf_put(___bpf_unit1, ___unit, ___mask, ___new); break;                 \
		case 2: ___bpf_put(___bpf_unit2, ___unit, ___mask, ___new); break;                 \
		case 4: ___bpf_put(___bpf_unit4, ___unit, ___mask, ___new); break;                 \
		case 8: ___bpf_put(___bpf_unit8, ___unit, ___mask, ___new); break;                 \
		}                                                                                  \
	})
#define ___bpf_put(type, at, mask, bits) (*(type *)(at) = (*(type *)(at) & ~(mask)) | (bits))

#endif
