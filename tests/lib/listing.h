/* SPDX-License-Identifier: BSD-2-Clause */
/* What `rawbpf net show` has to list, whichever of its requests to the kernel fails. */
#ifndef TEST_LISTING_H
#define TEST_LISTING_H

#include <stdbool.h>
#include <stdint.h>

/*
 * A row has this key and number, in text and in JSON; or this name. On an interface: without a list of
 * interfaces it cannot be found; of several the first has to be of XDP, which that list tells of.
 */
void listing_number(const char *key, const char *json_key, uint32_t number, bool on_interface);
void listing_name(const char *name, bool on_interface);

/*
 * Lets each request fail in turn, in text or JSON: no descriptor is left, all headings are there, JSON is
 * whole, and one row at most is lost; or several on interfaces, if it is these that cannot be listed.
 */
void listing_endures(bool json);

#endif
