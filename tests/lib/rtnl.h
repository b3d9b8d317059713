/* SPDX-License-Identifier: BSD-2-Clause */
/* A request to rtnetlink, put together by hand; for netns.c. */
#ifndef TEST_RTNL_H
#define TEST_RTNL_H

#include <stddef.h>
#include <stdint.h>

struct rtnl {
	uint32_t size;
	_Alignas(4) uint8_t bytes[1024];
};

void rtnl_begin(struct rtnl *m, uint16_t type, uint16_t flags, const void *body, size_t size);
void rtnl_put(struct rtnl *m, uint16_t attribute, const void *value, size_t size);
void rtnl_put_string(struct rtnl *m, uint16_t attribute, const char *text);
void rtnl_put_u32(struct rtnl *m, uint16_t attribute, uint32_t value);
void rtnl_put_raw(struct rtnl *m, const void *bytes, size_t size);

/* An attribute that holds attributes: what is put between the two calls is inside. */
size_t rtnl_nest(struct rtnl *m, uint16_t attribute);
void rtnl_nest_end(struct rtnl *m, size_t start);

/* Sends it and waits for the kernel's answer: 0, or -errno as the kernel said. */
int rtnl_send(struct rtnl *m);

/* Sends it and looks for an attribute in the answer, which has a body of that size before them. */
int rtnl_ask(struct rtnl *m, size_t body, uint16_t attribute, void *value, size_t size);

#endif
