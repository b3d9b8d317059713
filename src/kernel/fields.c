/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading the strings of fields.h, and the bytes of the structs they describe.
 *
 * bpf(2) takes as many bytes of a struct as it is given and zero for the rest, and so does what
 * reads them here: a field may lie behind the end, or half behind it.
 */
#include "kernel/fields.h"

#include <ctype.h>
#include <string.h>

const char *fields_of(const struct rawbpf_request *r)
{
	return r->call == CALL_BPF ? fields_bpf(r->command) : fields_call(r->call);
}

bool fields_request_name(const struct rawbpf_request *r, char *buf, size_t size)
{
	return r->call == CALL_BPF ? names_get(&names_bpf_cmd, r->command, buf, size)
				   : names_get(fields_names("call"), r->call, buf, size);
}

static size_t word_size(const char *at)
{
	size_t n = 0;

	while (isalnum((unsigned char)at[n]) || at[n] == '_' || at[n] == '.')
		n++;
	return n;
}

bool field_word_is(const char *at, const char *word)
{
	size_t n = word_size(at);

	return n == strlen(word) && !memcmp(at, word, n);
}

static const char *read_size(const char *at, struct field *f)
{
	f->size = isupper((unsigned char)f->kind) ? 8 : 4;
	if (*at == 'w') {
		f->size = sizeof(void *);
		return at + 1;
	}
	if (isdigit((unsigned char)*at))
		for (f->size = 0; isdigit((unsigned char)*at); at++)
			f->size = f->size * 10 + *at - '0';
	return at;
}

static const char *read_word(const char *at, char sign, const char **word)
{
	if (*at != sign)
		return at;
	*word = at + 1;
	return at + 1 + word_size(at + 1);
}

static const char *read_field(const char *at, struct field *f)
{
	size_t n = word_size(at);

	memset(f, 0, sizeof(*f));
	memcpy(f->name, at, n < sizeof(f->name) ? n : sizeof(f->name) - 1);
	f->kind = FIELD_NUMBER;
	f->list = at;
	at += n;
	if (*at == ':')
		f->kind = *++at, at++;
	at = read_size(at, f);
	at = read_word(at, '=', &f->list);
	at = read_word(at, '*', &f->counter);
	if (*at == FIELD_ALWAYS || *at == FIELD_OUT)
		f->mark = *at++;
	return at;
}

/* The parts of a union begin at one place; what follows it begins after the largest. */
static void part(struct fields *w, char c)
{
	if (c == '(')
		w->start = w->end = w->offset;
	if (w->offset > w->end)
		w->end = w->offset;
	w->offset = c == ')' ? w->end : w->start;
	w->applies = true;
}

static void condition(struct fields *w)
{
	bool have;

	for (; isalpha((unsigned char)*w->at); w->at++) {
		have = w->letters & fields_letter(toupper((unsigned char)*w->at), true);
		if (have != !!isupper((unsigned char)*w->at))
			w->applies = false;
	}
}

static void place(struct fields *w, struct field *f)
{
	size_t align = f->kind == FIELD_TEXT || !f->size ? 1 : f->size;

	f->offset = (w->offset + align - 1) / align * align;
	f->applies = w->applies;
	w->offset = f->offset + f->size;
}

bool fields_next(struct fields *w, struct field *f)
{
	do {
		while (*w->at && strchr(" (|)?", *w->at)) {
			if (*w->at == '?')
				w->at++, condition(w);
			else if (*w->at++ != ' ')
				part(w, w->at[-1]);
		}
		if (!*w->at)
			return false;
		w->at = read_field(w->at, f);
		place(w, f);
	} while (!strcmp(f->name, "_"));
	return true;
}

void fields_begin(struct fields *w, const char *text, const void *attr, size_t size)
{
	memset(w, 0, sizeof(*w));
	w->at = text;
	w->applies = true;
	w->letters = fields_bpf_letters(text, attr, size) | fields_call_letters(text, attr, size);
}

static uint64_t integer(const unsigned char *bytes, size_t width)
{
	uint16_t two;
	uint32_t four;
	uint64_t eight;

	memcpy(&two, bytes, sizeof(two));
	memcpy(&four, bytes, sizeof(four));
	memcpy(&eight, bytes, sizeof(eight));
	return width == 1 ? bytes[0] : width == 2 ? two : width == 4 ? four : eight;
}

uint64_t fields_integer(const void *attr, size_t size, size_t offset, size_t width)
{
	unsigned char bytes[8] = { 0 };
	size_t have = offset < size ? size - offset : 0;

	if (have > width)
		have = width;
	if (have > sizeof(bytes))
		have = sizeof(bytes);
	if (have)
		memcpy(bytes, (const unsigned char *)attr + offset, have);
	return integer(bytes, width);
}

uint64_t field_get(const struct field *f, const void *attr, size_t size)
{
	return fields_integer(attr, size, f->offset, f->size);
}

uint64_t field_count(const struct field *f, const char *text, const void *attr, size_t size)
{
	struct fields w;
	struct field by;

	fields_begin(&w, text, attr, size);
	while (f->counter && fields_next(&w, &by))
		if (field_word_is(f->counter, by.name))
			return field_get(&by, attr, size);
	return 0;
}
