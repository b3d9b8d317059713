/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From a section name to its row. Newer objects name sections exactly; the loaders of the kernel
 * samples, of iproute2 and of the first libraries looked only at how a name begins ("socket1",
 * "xdp_prog"), so where no row fits exactly, a beginning will do.
 */
#include "hook/hook.h"

#include <linux/bpf.h>
#include <stddef.h>
#include <string.h>

#include "base/text.h"

/* how many characters of the name the row accounts for; 0: it does not fit */
static size_t fit(const struct hook *h, const char *section, bool loose)
{
	const char *rest = text_after(section, h->section);

	if (!rest)
		return 0;
	if (!*rest || (h->flags & HOOK_TARGET && *rest == '/'))
		return rest - section + 1;
	return loose && h->flags & HOOK_LOOSE ? rest - section : 0;
}

static const struct hook *best(const char *section, bool loose)
{
	const struct hook *found = NULL;
	size_t most = 0, n;
	unsigned int i;

	for (i = 0; i < hook_cnt; i++) {
		n = fit(&hook_table[i], section, loose);
		if (n > most) {
			most = n;
			found = &hook_table[i];
		}
	}
	return found;
}

const struct hook *hook_by_section(const char *section, const char **where)
{
	const struct hook *h = best(section, true);
	size_t len = h ? strlen(h->section) : 0;

	*where = NULL;
	if (h && h->flags & HOOK_TARGET && section[len] == '/' && section[len + 1])
		*where = section + len + 1;
	return h;
}

const struct hook *hook_by_target(const char *target, const char **where)
{
	const char *colon = strchr(target, ':');
	char name[64];

	*where = target;
	if (!colon || colon == target || (size_t)(colon - target) >= sizeof(name))
		return NULL;
	memcpy(name, target, colon - target);
	name[colon - target] = '\0';
	if (!best(name, false))
		return NULL;
	*where = colon + 1;
	return best(name, false);
}

uint32_t hook_load_flags(const struct hook *h)
{
	return (h->flags & HOOK_SLEEPABLE ? BPF_F_SLEEPABLE : 0) |
		(h->flags & HOOK_FRAGS ? BPF_F_XDP_HAS_FRAGS : 0);
}

const struct hook *hook_by_load(uint32_t prog_type, uint32_t attach_type, uint32_t flags)
{
	const struct hook *h;

	for (h = hook_table; h < hook_table + hook_cnt; h++)
		if (h->prog_type == prog_type && h->attach_type == attach_type &&
			hook_load_flags(h) == flags)
			return h;
	return NULL;
}

const struct hook *hook_by_type(uint32_t prog_type)
{
	unsigned int i;

	for (i = 0; i < hook_cnt; i++)
		if (hook_table[i].prog_type == prog_type)
			return &hook_table[i];
	return NULL;
}
