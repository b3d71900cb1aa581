import { mount } from '../staff/StaffApp'
import { Desk } from './Desk'
import './desk.css'
import './for-you.css'
import './conversation.css'
import './context.css'

mount(<Desk />, () => true)
