/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef TEST_JSON_VALID_H
#define TEST_JSON_VALID_H

#include <stdbool.h>

/* Is the text one value of JSON, with blanks around it at most? Numbers are whole ones. */
bool json_valid(const char *text);

#endif
