/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Behind the place in a target may stand words that say how to attach there:
 *
 *	tc/ingress:eth0,priority=2,handle=1	of a filter; chain=N
 *	lwt_xmit:10.0.0.0/24@eth0,via=10.9.0.2	next hop of a route; table=N;
 *						priority=N is its metric
 *	tcx/ingress:eth0,before=17		of the program with that id; link:3 of a link;
 *						nothing: of all that are there
 *	tcx/ingress:eth0,revision=4		only if nothing has changed since it was 4
 *	xdp:eth0,replace=17			take the place of the program with that id
 *	cgroup_skb/egress:/sys/fs/cgroup/a,override	or multi, exclusive; preorder
 *	netfilter:ipv4/local_in,priority=-5,defrag
 *	xdp:eth0,nolink				by the way older kernels have
 *	socket:1234/5,lock			for good: the filter can be neither changed nor taken off
 *
 * Each hook has its own; a comma that none of them follows is one of the place.
 */
#include "attach/where.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "kernel/kernel.h"

#define BY_SOCKET (1U << HOOK_SOCKET)
#define BY_XDP (1U << HOOK_XDP)
#define BY_TC (1U << HOOK_TC)
#define BY_MPROG (1U << HOOK_MPROG)
#define BY_CGROUP (1U << HOOK_CGROUP)
#define BY_NETFILTER (1U << HOOK_NETFILTER)
#define BY_ROUTE (1U << HOOK_ROUTE)
#define BY_LINK_OR_OLDER \
	(BY_XDP | BY_MPROG | BY_CGROUP | 1U << HOOK_NETNS | 1U << HOOK_SOCKMAP)

enum value { VALUE_NONE, VALUE_NUMBER, VALUE_SIGNED, VALUE_BESIDE, VALUE_PROGRAM, VALUE_TEXT };

static const struct word {
	const char *key;
	uint32_t by;   /* hooks that take it */
	uint32_t flag; /* what it adds to the flags */
	enum value value;
	size_t at; /* of a number, or of what is true without a flag, in the options */
} words[] = {
	{ "before", BY_MPROG | BY_CGROUP, BPF_F_BEFORE, VALUE_BESIDE, 0 },
	{ "after", BY_MPROG | BY_CGROUP, BPF_F_AFTER, VALUE_BESIDE, 0 },
	{ "revision", BY_MPROG | BY_CGROUP, 0, VALUE_NUMBER,
		offsetof(struct rawbpf_attach_opts, expected_revision) },
	{ "replace", BY_MPROG | BY_CGROUP | BY_XDP | BY_TC, 0, VALUE_PROGRAM, 0 },
	{ "multi", BY_CGROUP, BPF_F_ALLOW_MULTI, VALUE_NONE, 0 },
	{ "override", BY_CGROUP, BPF_F_ALLOW_OVERRIDE, VALUE_NONE, 0 },
	{ "exclusive", BY_CGROUP, 0, VALUE_NONE, offsetof(struct rawbpf_attach_opts, exclusive) },
	{ "preorder", BY_CGROUP, BPF_F_PREORDER, VALUE_NONE, 0 },
	{ "priority", BY_TC | BY_NETFILTER | BY_ROUTE, 0, VALUE_SIGNED,
		offsetof(struct rawbpf_attach_opts, priority) },
	{ "handle", BY_TC, 0, VALUE_NUMBER, offsetof(struct rawbpf_attach_opts, handle) },
	{ "chain", BY_TC, 0, VALUE_NUMBER, offsetof(struct rawbpf_attach_opts, chain) },
	{ "via", BY_ROUTE, 0, VALUE_TEXT, 0 },
	{ "headroom", BY_ROUTE, 0, VALUE_NUMBER, offsetof(struct rawbpf_attach_opts, headroom) },
	{ "table", BY_ROUTE, 0, VALUE_NUMBER, offsetof(struct rawbpf_attach_opts, table) },
	{ "defrag", BY_NETFILTER, BPF_F_NETFILTER_IP_DEFRAG, VALUE_NONE, 0 },
	{ "lock", BY_SOCKET, 0, VALUE_NONE, offsetof(struct rawbpf_attach_opts, lock) },
	{ "nolink", BY_LINK_OR_OLDER, 0, VALUE_NONE, offsetof(struct rawbpf_attach_opts, no_link) },
};

/* Which one begins here and ends with '=', ',' or the text; NULL: none of this hook's. */
static const struct word *word_at(const struct hook *h, const char *text)
{
	size_t i, len = strcspn(text, "=,");

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (words[i].by & 1U << h->mechanism && strlen(words[i].key) == len &&
			!memcmp(words[i].key, text, len))
			return &words[i];
	return NULL;
}

static bool number(const char *text, uint64_t most, uint64_t *out)
{
	const char *end = text_u64(text, text_after(text, "0x") ? 16 : 10, out);

	return end && !*end && *out <= most;
}

static bool set_number(struct where *w, const struct word *word, const char *text)
{
	char *to = (char *)&w->opts + word->at;
	bool minus = word->value == VALUE_SIGNED && *text == '-', wide;
	int32_t with_sign;
	uint32_t narrow;
	uint64_t n;

	wide = word->at == offsetof(struct rawbpf_attach_opts, expected_revision);
	if (!number(text + minus, wide ? UINT64_MAX : minus ? 1U << 31 :
		word->value == VALUE_SIGNED ? INT32_MAX : UINT32_MAX, &n))
		return false;
	with_sign = minus ? -(int64_t)n : (int64_t)n;
	narrow = n;
	if (wide)
		memcpy(to, &n, sizeof(n));
	else
		memcpy(to, minus ? (void *)&with_sign : &narrow, sizeof(narrow));
	return true;
}

/* A program's id, or link: and a link's; nothing is all there are. */
static bool set_beside(struct where *w, const char *text)
{
	const char *link = text_after(text, "link:");
	uint64_t id;

	if (!*text)
		return true;
	if (!number(link ? link : text, UINT32_MAX, &id))
		return false;
	w->opts.relative_id = id;
	w->opts.flags |= BPF_F_ID | (link ? BPF_F_LINK : 0);
	return true;
}

static int set_replace(struct where *w, const char *text, struct rawbpf_diag *d)
{
	uint64_t id;

	if (!number(text, UINT32_MAX, &id))
		return attach_fail(&w->request, -EINVAL, d, "replace=%s: give a program's id", text);
	kernel_close(w->request.kernel, w->replace_fd);
	w->replace_fd = kernel_fd_by_id(w->request.kernel, BPF_PROG_GET_FD_BY_ID, id);
	if (w->replace_fd < 0)
		return attach_fail(&w->request, w->replace_fd, d, "replace=%s: %s", text,
			diag_strerror(w->replace_fd));
	w->opts.replace_prog_fd = w->replace_fd;
	return 0;
}

static int set(struct where *w, const struct word *word, const char *value, struct rawbpf_diag *d)
{
	bool good = true;

	w->opts.flags |= word->flag;
	switch (word->value) {
	case VALUE_NONE:
		good = !*value;
		if (!word->flag)
			*((bool *)&w->opts + word->at) = true;
		break;
	case VALUE_PROGRAM:
		return set_replace(w, value, d);
	case VALUE_TEXT:
		w->opts.via = value;
		break;
	case VALUE_BESIDE:
		good = set_beside(w, value);
		break;
	default:
		good = set_number(w, word, value);
	}
	return good ? 0 : attach_fail(&w->request, -EINVAL, d, "%s=%s: %s", word->key, value,
		word->value == VALUE_NONE ? "this word has no value" : "give a number");
}

static int read_words(struct where *w, char *text, struct rawbpf_diag *d)
{
	const struct word *word;
	char *next, *value;
	int err = 0;

	for (; !err && text; text = next) {
		next = strchr(text, ',');
		if (next)
			*next++ = '\0';
		word = word_at(w->request.hook, text);
		value = strchr(text, '=');
		err = word ? set(w, word, value ? value + 1 : "", d)
			   : attach_fail(&w->request, -EINVAL, d, "\"%s\" is no word of this hook",
				     text);
	}
	return err;
}

int where_read(const struct attach_request *r, struct where *w, struct rawbpf_diag *d)
{
	char *comma;

	memset(w, 0, sizeof(*w));
	w->request = *r;
	w->opts = *r->opts;
	w->request.opts = &w->opts;
	w->replace_fd = -1;
	if (!r->where)
		return 0;
	w->text = strdup(r->where);
	if (!w->text)
		return attach_fail(r, -ENOMEM, d, "out of memory");
	w->request.where = w->text;
	for (comma = strchr(w->text, ','); comma; comma = strchr(comma + 1, ','))
		if (word_at(r->hook, comma + 1)) {
			*comma = '\0';
			return read_words(w, comma + 1, d);
		}
	return 0;
}

void where_free(struct where *w)
{
	kernel_close(w->request.kernel, w->replace_fd);
	free(w->text);
}
