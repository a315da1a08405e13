def log = new File(basedir, 'build.log').getText('UTF-8')
def folder = new File(basedir, 'src/main/net/app').canonicalPath + File.separator
assert log.contains('[ERROR] ' + folder + 'lenet.net:[4,12] shapes do not fit')
assert log.contains('= help: put `flatten` before it: f32[N, 16, 12, 12] becomes f32[N, 2304]')
assert log.contains('[ERROR] ' + folder + 'typo.net:[1,57] unknown name `liner`')
assert log.contains('= help: did you mean `linear`?')
assert log.contains('2 mistakes in .net files or their configuration, shown above')
assert !log.contains('maven-compiler-plugin:3.16.0:compile')
