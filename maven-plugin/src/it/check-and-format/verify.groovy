def log = new File(basedir, 'build.log').text
assert log.contains('[INFO] No mistakes in 2 files')
assert log.contains('wide.net: this file is not formatted; `mvn netc:format` does it')
assert log.contains('[INFO] Formatted 1 of 2 files')
assert log.contains('[INFO] Formatted 0 of 2 files')
assert new File(basedir, 'src/main/net/app/wide.net').text.startsWith('network Wide(')
assert !new File(basedir, 'target').exists()
