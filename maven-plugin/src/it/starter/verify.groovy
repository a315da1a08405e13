def log = new File(basedir, 'build.log').text
assert log.contains('[INFO] Generated 1 class in target/generated-sources/net')
assert log.contains('Tests run: 1, Failures: 0, Errors: 0, Skipped: 0')
assert log.contains('src/test/resources/seven.png shows a 7')
assert new File(basedir, 'digits/target/classes/org/example/digits/digits.safetensors').exists()
