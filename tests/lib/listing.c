/* SPDX-License-Identifier: BSD-2-Clause */
#include "listing.h"

#include <ctype.h>
#include <stdio.h>

#include "fault.h"
#include "fds.h"
#include "json_valid.h"
#include "said.h"
#include "test.h"

static struct row {
	char text[64], json[64];
	bool on_interface;
} rows[16];
static unsigned int cnt;

static const char *const headings[][2] = {
	{ "xdp:\n", "\"xdp\":[" }, { "\ntc:\n", "\"tc\":[" },
	{ "\nflow_dissector:\n", "\"flow_dissector\":[" }, { "\nsk_lookup:\n", "\"sk_lookup\":[" },
	{ "\nnetfilter:\n", "\"netfilter\":[" }, { "\nroutes:\n", "\"routes\":[" },
};

static struct row *add(bool on_interface)
{
	ck_assert_uint_lt(cnt, sizeof(rows) / sizeof(*rows));
	rows[cnt].on_interface = on_interface;
	return &rows[cnt++];
}

void listing_number(const char *key, const char *json_key, uint32_t number, bool on_interface)
{
	struct row *r = add(on_interface);

	snprintf(r->text, sizeof(r->text), "  %s %u", key, number);
	snprintf(r->json, sizeof(r->json), "\"%s\":%u", json_key, number);
}

void listing_name(const char *name, bool on_interface)
{
	struct row *r = add(on_interface);

	snprintf(r->text, sizeof(r->text), "  name %s", name);
	snprintf(r->json, sizeof(r->json), "\"name\":\"%s\"", name);
}

/* No other number that begins so. */
static bool has(const char *out, const char *words)
{
	const char *at = out;

	while ((at = strstr(at, words)) && isdigit((unsigned char)at[strlen(words)]))
		at++;
	return at != NULL;
}

static bool is_gone(const struct said *s, bool json, unsigned int i)
{
	return !has(s->out, json ? rows[i].json : rows[i].text);
}

/* Of all, or of those on interfaces. */
static unsigned int gone(const struct said *s, bool json, bool on_interface)
{
	unsigned int i, n = 0;

	for (i = 0; i < cnt; i++)
		n += rows[i].on_interface >= on_interface && is_gone(s, json, i);
	return n;
}

static void check(const struct said *s, bool json, unsigned int at, int err)
{
	unsigned int lost = gone(s, json, false);
	size_t i;

	for (i = 0; i < sizeof(headings) / sizeof(*headings); i++)
		ck_assert_msg(strstr(s->out, headings[i][json]) != NULL,
			"request %u failing with %d: no \"%s\" in:\n%s", at, err, headings[i][json], s->out);
	ck_assert_msg(!json || json_valid(s->out), "request %u failing with %d: this is no JSON:\n%s", at,
		err, s->out);
	ck_assert_msg(!s->code || *s->err, "request %u failing with %d: code %d", at, err, s->code);
	ck_assert_msg(lost <= 1 || (is_gone(s, json, 0) && lost == gone(s, json, true)),
		"request %u failing with %d: %u rows of %u are lost:\n%s%s", at, err, lost, cnt, s->out, s->err);
}

void listing_endures(bool json)
{
	const char *words = json ? "rawbpf -j net show" : "rawbpf net show";
	struct fault fault;
	unsigned int at;
	const int *err;
	struct fds fds;
	struct said s;

	said_run(&s, rawbpf_kernel(), "%s", words);
	ck_assert_msg(!gone(&s, json, false), "%u of %u are not listed:\n%s%s", gone(&s, json, false), cnt,
		s.out, s.err);
	fds_take(&fds);
	for (err = fault_errors(); *err; err++)
		for (at = 1, fault.hit = true; fault.hit; at++) {
			fault_init(&fault, at, *err);
			said_run(&s, &fault.kernel, "%s", words);
			fds_same(&fds);
			check(&s, json, at, *err);
		}
	ck_assert_uint_gt(at, 12);
}
