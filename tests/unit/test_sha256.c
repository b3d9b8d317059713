/* SPDX-License-Identifier: BSD-2-Clause */
/* Hashes of messages of each sort of length, as sha256sum(1) prints them. */
#include "tests/lib/test.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/sha256.h"

static const struct {
	const char *letters;
	size_t times;
	const char *hash;
} messages[] = {
	{ "", 0,
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ "abc", 1,
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ "a", 55,
		"9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318" },
	{ "a", 56,
		"b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a" },
	{ "a", 63,
		"7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34" },
	{ "a", 64,
		"ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb" },
	{ "a", 119,
		"31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb" },
	{ "a", 120,
		"2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c" },
	{ "abcdefg", 100000,
		"46688022d8ebd3e1e25843e9d57589aad94f93715b3f6a896814770a2ac3ad66" },
};

START_TEST(a_message_has_its_hash)
{
	size_t each = strlen(messages[_i].letters), size = each * messages[_i].times, i;
	uint8_t hash[SHA256_SIZE];
	char text[2 * SHA256_SIZE + 1], *bytes = malloc(size + 1);

	ck_assert_ptr_nonnull(bytes);
	for (i = 0; i < size; i++)
		bytes[i] = messages[_i].letters[i % each];
	sha256(bytes, size, hash);
	for (i = 0; i < sizeof(hash); i++)
		sprintf(text + 2 * i, "%02x", hash[i]);
	ck_assert_str_eq(text, messages[_i].hash);
	free(bytes);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("sha256");
	TCase *t = tcase_create("messages");

	tcase_add_loop_test(t, a_message_has_its_hash, 0, sizeof(messages) / sizeof(*messages));
	suite_add_tcase(s, t);
	return s;
}
