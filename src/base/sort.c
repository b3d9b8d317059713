/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Heapsort: the greatest of what is left is at the front, and goes to the end. Compilers write most
 * of what is sorted here in order, so that is looked at first.
 */
#include "base/sort.h"

struct heap {
	char *items;
	size_t size;
	int (*compare)(const void *, const void *);
};

static void swap(const struct heap *h, size_t a, size_t b)
{
	char *x = h->items + a * h->size, *y = h->items + b * h->size, c;
	size_t i;

	for (i = 0; i < h->size; i++) {
		c = x[i];
		x[i] = y[i];
		y[i] = c;
	}
}

static int less(const struct heap *h, size_t a, size_t b)
{
	return h->compare(h->items + a * h->size, h->items + b * h->size) < 0;
}

/* Let the item at `at` sink below its greater children, among the first cnt. */
static void sink(const struct heap *h, size_t at, size_t cnt)
{
	size_t child;

	while ((child = 2 * at + 1) < cnt) {
		if (child + 1 < cnt && less(h, child, child + 1))
			child++;
		if (!less(h, at, child))
			return;
		swap(h, at, child);
		at = child;
	}
}

void sort(void *items, size_t cnt, size_t size, int (*compare)(const void *, const void *))
{
	const struct heap h = { items, size, compare };
	size_t i = 1;

	while (i < cnt && !less(&h, i, i - 1))
		i++;
	if (i >= cnt)
		return;
	for (i = cnt / 2; i > 0; i--)
		sink(&h, i - 1, cnt);
	for (i = cnt; i > 1; i--) {
		swap(&h, 0, i - 1);
		sink(&h, 0, i - 1);
	}
}

size_t sort_first(const void *items, size_t cnt, size_t size, const void *key,
	int (*compare)(const void *item, const void *key))
{
	size_t low = 0, high = cnt, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (compare((const char *)items + mid * size, key) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}
