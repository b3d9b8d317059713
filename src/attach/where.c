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
 *	xdp:eth0,slot=2				with others, in the order of slots (0 to 9; any: a free one)
 *	xdp:eth0,slot=2,next=pass+drop		which verdicts the next one is asked after; usually pass
 *	cgroup_skb/egress:/sys/fs/cgroup/a,override	or multi, exclusive; preorder
 *	netfilter:ipv4/local_in,priority=-5,defrag
 *	xdp:eth0,nolink				by the way older kernels have
 *	socket:1234/5,lock			for good: the filter can be neither changed nor taken off
 *
 * Each hook has its own. Behind an interface, a route or a descriptor each comma begins a word; a path
 * may have commas itself, so there one that no word of the hook follows is of the path.
 */
#include "attach/where.h"

#include <errno.h>
#include <linux/lwtunnel.h>
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
#define BY_PATH (BY_CGROUP | 1U << HOOK_NETNS | 1U << HOOK_SOCKMAP)
#define BY_NO_PATH \
	(BY_SOCKET | BY_XDP | BY_TC | BY_MPROG | BY_NETFILTER | BY_ROUTE | 1U << HOOK_REUSEPORT)

enum value { VALUE_NONE, VALUE_NUMBER, VALUE_SIGNED, VALUE_BESIDE, VALUE_PROGRAM, VALUE_TEXT };

static const struct word {
	const char *key;
	uint32_t by;   /* hooks that take it */
	uint32_t flag; /* what it adds to the flags */
	enum value value;
	size_t at; /* of a number, a text, or of what is true without a flag, in the options */
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
	{ "via", BY_ROUTE, 0, VALUE_TEXT, offsetof(struct rawbpf_attach_opts, via) },
	{ "slot", BY_XDP, 0, VALUE_TEXT, offsetof(struct rawbpf_attach_opts, slot) },
	{ "next", BY_XDP, 0, VALUE_TEXT, offsetof(struct rawbpf_attach_opts, next) },
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

struct range {
	uint64_t least, most; /* how far below 0, and above */
	size_t size;
};

static struct range range_of(const struct word *word)
{
	struct range r = { 0, UINT32_MAX, sizeof(uint32_t) };

	if (word->at == offsetof(struct rawbpf_attach_opts, expected_revision))
		r = (struct range){ 0, UINT64_MAX, sizeof(uint64_t) };
	if (word->value == VALUE_SIGNED)
		r = (struct range){ 1U << 31, INT32_MAX, sizeof(int32_t) };
	if (word->at == offsetof(struct rawbpf_attach_opts, headroom))
		r.most = LWT_BPF_MAX_HEADROOM;
	return r;
}

static bool set_number(struct where *w, const struct word *word, const char *text)
{
	char *to = (char *)&w->opts + word->at;
	struct range r = range_of(word);
	bool minus = r.least && *text == '-';
	uint32_t narrow;
	uint64_t n;

	if (!number(text + minus, minus ? r.least : r.most, &n))
		return false;
	narrow = minus ? -n : n;
	memcpy(to, r.size == sizeof(n) ? (void *)&n : &narrow, r.size);
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
		return attach_fail(&w->request, ATTACH_USAGE, d, "replace=%s: give a program's id", text);
	kernel_close(w->request.kernel, w->replace_fd);
	w->replace_fd = kernel_fd_by_id(w->request.kernel, BPF_PROG_GET_FD_BY_ID, id);
	if (w->replace_fd < 0)
		return attach_fail(&w->request, w->replace_fd, d, "replace=%s: %s", text,
			w->replace_fd == -ENOENT ? "no program has this id (rawbpf prog show)" :
			diag_strerror(w->replace_fd));
	w->opts.replace_prog_fd = w->replace_fd;
	return 0;
}

static int bad_value(struct where *w, const struct word *word, const char *value,
	struct rawbpf_diag *d)
{
	struct range r = range_of(word);

	if (word->value == VALUE_NONE)
		return attach_fail(&w->request, ATTACH_USAGE, d, "%s=%s: this word has no value", word->key,
			value);
	return attach_fail(&w->request, ATTACH_USAGE, d, "%s=%s: give a number from %s%llu to %llu", word->key,
		value, r.least ? "-" : "", (unsigned long long)r.least, (unsigned long long)r.most);
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
		memcpy((char *)&w->opts + word->at, &value, sizeof(value));
		break;
	case VALUE_BESIDE:
		good = set_beside(w, value);
		break;
	default:
		good = set_number(w, word, value);
	}
	return good ? 0 : bad_value(w, word, value, d);
}

/* The words of a hook: "before=, after=, nolink"; "" if it has none. */
static void words_of(const struct hook *h, char *text, size_t size)
{
	size_t i, used = 0;

	*text = '\0';
	for (i = 0; i < sizeof(words) / sizeof(*words) && used < size; i++)
		if (words[i].by & 1U << h->mechanism)
			used += text_format(text + used, size - used, "%s%s%s", used ? ", " : "",
				words[i].key, words[i].value ? "=" : "");
}

static int no_word(struct where *w, const char *text, struct rawbpf_diag *d)
{
	char known[160];

	words_of(w->request.hook, known, sizeof(known));
	return attach_fail(&w->request, ATTACH_USAGE, d, "\"%s\" is no word of this hook, which has %s", text,
		*known ? known : "none");
}

const char *where_hint(const struct attach_request *r, char *text, size_t size)
{
	char known[160] = "";

	*text = '\0';
	if (r->where && strchr(r->where, ',') && 1U << r->hook->mechanism & BY_PATH)
		words_of(r->hook, known, sizeof(known));
	if (*known)
		text_format(text, size, " (words that may stand behind a comma: %s)", known);
	return text;
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
		err = word ? set(w, word, value ? value + 1 : "", d) : no_word(w, text, d);
	}
	if (!err && !(~w->opts.flags & (BPF_F_BEFORE | BPF_F_AFTER)))
		return attach_fail(&w->request, ATTACH_USAGE, d, "before and after exclude each other: say one");
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
		if (BY_NO_PATH & 1U << r->hook->mechanism || word_at(r->hook, comma + 1)) {
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
