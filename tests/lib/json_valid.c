/* SPDX-License-Identifier: BSD-2-Clause */
/* Each function goes over one thing and returns what follows it; NULL: it is not there. */
#include "json_valid.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

enum { DEEPEST = 32 };

static const char *value(const char *at, int deep);

static const char *blanks(const char *at)
{
	return at ? at + strspn(at, " \t\n\r") : NULL;
}

static const char *one(const char *at, char c)
{
	at = blanks(at);
	return at && *at == c ? blanks(at + 1) : NULL;
}

static const char *string(const char *at)
{
	if (!at || *at++ != '"')
		return NULL;
	for (; *at != '"'; at++) {
		if ((unsigned char)*at < ' ' || (*at == '\\' && !strchr("\"\\/bfnrtu", *++at)))
			return NULL;
		if (!*at)
			return NULL;
	}
	return at + 1;
}

static const char *plain(const char *at)
{
	static const char *const words[] = { "true", "false", "null" };
	size_t i;

	for (i = 0; i < 3; i++)
		if (!strncmp(at, words[i], strlen(words[i])))
			return at + strlen(words[i]);
	at += *at == '-';
	return isdigit((unsigned char)*at) ? at + strspn(at, "0123456789") : NULL;
}

static const char *pair(const char *at, int deep)
{
	return value(one(string(blanks(at)), ':'), deep);
}

static const char *many(const char *at, char end, int deep)
{
	const char *done = one(at, end), *next = at;

	while (!done && next) {
		at = end == '}' ? pair(next, deep) : value(next, deep);
		done = one(at, end);
		next = one(at, ',');
	}
	return done;
}

static const char *value(const char *at, int deep)
{
	at = blanks(at);
	if (!at || !deep)
		return NULL;
	if (*at == '{' || *at == '[')
		return many(at + 1, *at == '{' ? '}' : ']', deep - 1);
	return *at == '"' ? string(at) : plain(at);
}

bool json_valid(const char *text)
{
	const char *end = blanks(value(text, DEEPEST));

	return end && !*end;
}
