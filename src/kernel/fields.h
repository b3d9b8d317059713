/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every request, field by field, in strings such as
 *
 *	"map_type:e! key_size value_size map_flags:f map_name:t16"
 *
 * Each field stands in the order of the struct and has the place that its size demands: an integer
 * of 4 bytes begins at a multiple of 4, and so on. That is what the kernel's structs are made for:
 * they have to be the same for programs of 32 and of 64 bits. A field is
 *
 *	NAME[:KIND[SIZE][=LIST][*COUNTER]][MARK]
 *
 * KIND is of enum field_kind; capitals are pointers. SIZE is in bytes, w for a pointer as wide as
 * the machine's; without it 4, or 8 for pointers. Without KIND it is a number. LIST is the list of
 * names in fields_names.c, or the struct, if it is not called as the field is. COUNTER is the field
 * that says how many there are; `result` is that of the request. MARK says when the field is worth
 * a word, if it is not when it is set. A field named _ is never shown.
 *
 * (?A one |?b other): a union. What is in use follows from other fields, and a function makes
 * letters of them: after ? all capitals must be among those, and no small letters.
 */
#ifndef KERNEL_FIELDS_H
#define KERNEL_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "kernel/names.h"
#include "kernel/request.h"

enum field_kind {
	FIELD_NUMBER = 'u',
	FIELD_SIGNED = 's',
	FIELD_HEX = 'x',
	FIELD_OCTAL = 'o',
	FIELD_FD = 'd',
	FIELD_ENUM = 'e',  /* a number with a name */
	FIELD_FLAGS = 'f', /* bits with names */
	FIELD_BITS = 'c',  /* C bit-fields, each named, all in one integer */
	FIELD_NET16 = 'n', /* an enum in network byte order, in an integer that may be wider */
	FIELD_TEXT = 't',  /* characters in the struct itself */
	FIELD_DATA = 'b',  /* bytes in the struct itself */
	FIELD_ATTRS = 'a', /* netlink attributes in the struct itself */
	FIELD_POINTER = 'P',
	FIELD_STRING = 'T',  /* text */
	FIELD_BYTES = 'B',   /* bytes, or text if it looks like that */
	FIELD_ARRAY = 'U',   /* numbers of 4 bytes */
	FIELD_ARRAY64 = 'X', /* numbers of 8 bytes */
	FIELD_STRINGS = 'L', /* pointers to text */
	FIELD_RECORDS = 'R', /* records, whose size is in another field */
	FIELD_INSNS = 'I',   /* instructions, eBPF or classic: both have 8 bytes */
	FIELD_INT = 'D',     /* one int */
	FIELD_STRUCT = 'S',  /* a struct with fields */
	FIELD_NETLINK = 'N', /* a netlink message */
	FIELD_KEY = 'K',     /* as many bytes as a key of the map in map_fd */
	FIELD_VALUE = 'V',   /* as many as a value of it */
};

enum field_mark {
	FIELD_ALWAYS = '!', /* zero means something */
	FIELD_OUT = '<',    /* the kernel writes it, or what it points at, if it succeeds */
};

/* One, taken out of a string; list and counter point into that, at a word. */
struct field {
	char name[32];
	uint16_t offset, size; /* size 0: goes on to the end */
	char kind, mark;
	bool applies; /* else this part of the union is not in use */
	const char *list, *counter;
};

/* Where in a string fields_next() is. */
struct fields {
	const char *at;
	uint32_t letters;
	size_t offset, start, end; /* of the next field, of the union it is in */
	bool applies;
};

/* Of a struct of which `size` bytes were given: what is in use depends on its contents. */
void fields_begin(struct fields *w, const char *text, const void *attr, size_t size);
/* false after the last */
bool fields_next(struct fields *w, struct field *f);
/* A field's number, pointers as well; bytes that were not given count as zero. */
uint64_t field_get(const struct field *f, const void *attr, size_t size);
/* The number of the field that counts f, 0 if there is none. */
uint64_t field_count(const struct field *f, const char *text, const void *attr, size_t size);
/* Whether the word that begins there, and ends where the field's description goes on, is `word`. */
bool field_word_is(const char *at, const char *word);
uint64_t fields_integer(const void *attr, size_t size, size_t offset, size_t width);

/* The fields of a request, and its name; NULL and false if it is not known. */
const char *fields_of(const struct rawbpf_request *r);
bool fields_request_name(const struct rawbpf_request *r, char *buf, size_t size);

/* fields_bpf.c, fields_call.c: the string of a request, and the letters of a struct that has one */
const char *fields_bpf(unsigned int command);
const char *fields_call(unsigned int call);
uint32_t fields_bpf_letters(const char *text, const void *attr, size_t size);
uint32_t fields_call_letters(const char *text, const void *attr, size_t size);
/* The struct that a field of kind FIELD_STRUCT points at. */
const char *fields_struct(const char *word);

/* fields_names.c: the list of a field; NULL */
const struct names *fields_names(const char *word);

/* fields_netlink.c: header; what follows it in a message of this type, or NULL; an attribute */
extern const char fields_nlmsghdr[];
const char *fields_message(uint16_t type);
/* Where attributes stand: in a message of this type, and inside an attribute that stands there. */
uint32_t fields_in_message(uint16_t type);
uint32_t fields_in_attribute(uint32_t in, uint16_t type);
/* The type as it is in the message, with its flags. */
const char *fields_attribute(uint32_t in, uint16_t type);

/* The letter, if `yes`, as a bit. */
static inline uint32_t fields_letter(char letter, bool yes)
{
	return (uint32_t)yes << (letter - 'A');
}

#endif
