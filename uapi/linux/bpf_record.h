/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Records that come with a program and say about single instructions what the machine code does
 * not: which function, which source line, which field of the kernel was meant.  The compiler
 * writes them to .BTF.ext, the loader hands them to BPF_PROG_LOAD.  In the file insn_off counts
 * bytes within a section, for the kernel instructions within the program.
 */
#ifndef _LINUX_BPF_RECORD_H
#define _LINUX_BPF_RECORD_H

#include <linux/types.h>

/* 5.0: here a function begins, and this is its type. */
struct bpf_func_info {
	__u32 insn_off;
	__u32 type_id;
};

/* 5.0: here a source line begins; the offsets are into BTF's strings. */
struct bpf_line_info {
	__u32 insn_off;
	__u32 file_name_off;
	__u32 line_off;
	__u32 line_col;	/* 22 and 10 bits */
};

#define BPF_LINE_INFO_LINE_NUM(line_col) ((line_col) >> 10)
#define BPF_LINE_INFO_LINE_COL(line_col) ((line_col) & 0x3ff)

/* What a CO-RE record asks about the running kernel's types; the instruction takes the answer. */
enum bpf_core_relo_kind {
	BPF_CORE_FIELD_BYTE_OFFSET = 0,
	BPF_CORE_FIELD_BYTE_SIZE = 1,
	BPF_CORE_FIELD_EXISTS = 2,
	BPF_CORE_FIELD_SIGNED = 3,
	BPF_CORE_FIELD_LSHIFT_U64 = 4,	/* shifts that cut a bit-field out of a 64-bit load */
	BPF_CORE_FIELD_RSHIFT_U64 = 5,
	BPF_CORE_TYPE_ID_LOCAL = 6,	/* the id in the program's own BTF */
	BPF_CORE_TYPE_ID_TARGET = 7,
	BPF_CORE_TYPE_EXISTS = 8,
	BPF_CORE_TYPE_SIZE = 9,
	BPF_CORE_ENUMVAL_EXISTS = 10,
	BPF_CORE_ENUMVAL_VALUE = 11,
	BPF_CORE_TYPE_MATCHES = 12,
};

/*
 * 5.17 (in the kernel; loaders have done this themselves since 5.4).  access_str_off is the way
 * to the field as numbers, "0:1:2": index of an array element, of a member, of a member therein.
 */
struct bpf_core_relo {
	__u32 insn_off;
	__u32 type_id;
	__u32 access_str_off;
	enum bpf_core_relo_kind kind;
};

#endif /* _LINUX_BPF_RECORD_H */
