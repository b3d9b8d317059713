/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BTF, the type information of kernels and programs: section .BTF, /sys/kernel/btf/, BPF_BTF_LOAD.
 *
 *	header | types | strings	(7.1: and, if there, layout)
 *
 * Types follow one another without a table and are numbered from 1; 0 is void.  Each is a struct
 * btf_type and then, by its kind, what is named below.  A name is an offset into the strings,
 * where offset 0 holds the empty one.  "Split" BTF (modules, 5.11) goes on counting where its base
 * ends, types and string offsets both.  All numbers are in the byte order the magic shows.
 */
#ifndef __LINUX_BTF_H__
#define __LINUX_BTF_H__

#include <linux/types.h>

#define BTF_MAGIC 0xeB9F
#define BTF_VERSION 1

struct btf_header {
	__u16 magic;
	__u8 version;
	__u8 flags;
	__u32 hdr_len;	/* offsets below count from the header's end */
	__u32 type_off;
	__u32 type_len;
	__u32 str_off;
	__u32 str_len;
	__u32 layout_off;	/* 7.1, only if hdr_len reaches so far */
	__u32 layout_len;	/* 7.1 */
};

/* 7.1: one for each kind, so that a reader can step over kinds it does not know. */
struct btf_layout {
	__u8 info_sz;	/* bytes that follow struct btf_type once */
	__u8 elem_sz;	/* and bytes for each of vlen */
	__u16 flags;
};

/* What the kernel takes at most; kind and vlen grew in 7.2 from 0x1f and 0xffff. */
enum btf_max {
	BTF_MAX_KIND = 0x0000007f,
	BTF_MAX_TYPE = 0x000fffff,
	BTF_MAX_NAME_OFFSET = 0x00ffffff,
	BTF_MAX_VLEN = 0x00ffffff,
};

struct btf_type {
	__u32 name_off;
	__u32 info;
	union {
		__u32 size;	/* INT, ENUM, ENUM64, STRUCT, UNION, DATASEC, FLOAT */
		__u32 type;	/* PTR, TYPEDEF, qualifiers, FUNC, FUNC_PROTO, VAR, tags */
	};
};

/*
 * info: kind_flag in bit 31, the kind from bit 24 on, vlen from bit 0 on.  Until 7.1 the kind had
 * 5 bits and vlen 16, the bits between were zero: the newer way reads both.
 * kind_flag: STRUCT, UNION: members have bit-field sizes; FWD: a union; ENUM, ENUM64: signed;
 * DECL_TAG, TYPE_TAG (6.15): an attribute that keeps its name.
 */
#define BTF_INFO_KIND(info) (((info) >> 24) & 0x7f)
#define BTF_INFO_VLEN(info) ((info) & 0xffffff)
#define BTF_INFO_KFLAG(info) ((info) >> 31)

enum {
	BTF_KIND_UNKN = 0,
	BTF_KIND_INT = 1,	/* a __u32, see BTF_INT_... */
	BTF_KIND_PTR = 2,
	BTF_KIND_ARRAY = 3,	/* struct btf_array */
	BTF_KIND_STRUCT = 4,	/* vlen times struct btf_member */
	BTF_KIND_UNION = 5,	/* the same */
	BTF_KIND_ENUM = 6,	/* vlen times struct btf_enum */
	BTF_KIND_FWD = 7,	/* declared, not defined */
	BTF_KIND_TYPEDEF = 8,
	BTF_KIND_VOLATILE = 9,
	BTF_KIND_CONST = 10,
	BTF_KIND_RESTRICT = 11,
	BTF_KIND_FUNC = 12,	/* 5.0: vlen: enum btf_func_linkage */
	BTF_KIND_FUNC_PROTO = 13,	/* 5.0: vlen times struct btf_param */
	BTF_KIND_VAR = 14,	/* 5.2: struct btf_var */
	BTF_KIND_DATASEC = 15,	/* 5.2: vlen times struct btf_var_secinfo */
	BTF_KIND_FLOAT = 16,	/* 5.13 */
	BTF_KIND_DECL_TAG = 17,	/* 5.16: struct btf_decl_tag */
	BTF_KIND_TYPE_TAG = 18,	/* 5.17 */
	BTF_KIND_ENUM64 = 19,	/* 6.0: vlen times struct btf_enum64 */
	NR_BTF_KINDS = 20,
	BTF_KIND_MAX = NR_BTF_KINDS - 1,
};

/* The word behind an INT. */
#define BTF_INT_ENCODING(VAL) (((VAL) & 0x0f000000) >> 24)
#define BTF_INT_OFFSET(VAL) (((VAL) & 0x00ff0000) >> 16)
#define BTF_INT_BITS(VAL) ((VAL) & 0x000000ff)

#define BTF_INT_SIGNED (1 << 0)
#define BTF_INT_CHAR (1 << 1)
#define BTF_INT_BOOL (1 << 2)

struct btf_enum {
	__u32 name_off;
	__s32 val;
};

struct btf_enum64 {
	__u32 name_off;
	__u32 val_lo32;
	__u32 val_hi32;
};

struct btf_array {
	__u32 type;
	__u32 index_type;
	__u32 nelems;
};

struct btf_member {
	__u32 name_off;
	__u32 type;
	__u32 offset;	/* in bits; with kind_flag the upper 8 bits are a bit-field's size */
};

#define BTF_MEMBER_BITFIELD_SIZE(val) ((val) >> 24)
#define BTF_MEMBER_BIT_OFFSET(val) ((val) & 0xffffff)

/* A last parameter without name and type stands for "...". */
struct btf_param {
	__u32 name_off;
	__u32 type;
};

enum {
	BTF_VAR_STATIC = 0,
	BTF_VAR_GLOBAL_ALLOCATED = 1,
	BTF_VAR_GLOBAL_EXTERN = 2,
};

enum btf_func_linkage {
	BTF_FUNC_STATIC = 0,
	BTF_FUNC_GLOBAL = 1,
	BTF_FUNC_EXTERN = 2,
};

struct btf_var {
	__u32 linkage;
};

/* Where a variable lies in its section; compilers leave the offset to the loader. */
struct btf_var_secinfo {
	__u32 type;
	__u32 offset;
	__u32 size;
};

struct btf_decl_tag {
	__s32 component_idx;	/* the member or parameter meant; -1: the whole */
};

#endif /* __LINUX_BTF_H__ */
