import './taps/install.ts'
import { begin } from './register/begin.ts'

begin()
