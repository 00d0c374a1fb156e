// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IRulebook} from "../interfaces/IRulebook.sol";
import {Ruled} from "./Ruled.sol";

/// @notice Dated figures and the calendar of business days, both signed by the regulator.
abstract contract Calendar is Ruled, IRulebook {
    bytes32 internal constant NAME = "rulebook";
    /// @dev Kuala Lumpur is eight hours ahead of the chain's clock, all year.
    uint256 private constant KUALA_LUMPUR = 8 hours;
    /// @dev A cooling-off period looks at no more days than this.
    uint256 private constant LONGEST_SEARCH = 60;
    uint256 private constant SMALL = type(uint96).max;
    uint256 private constant WIDE = type(uint256).max;

    modifier byRegulator() {
        address caller = MASTER.actor();
        require(caller == MASTER.regulator(), RulebookOnlyRegulator(caller));
        _;
    }

    constructor(IMarketMaster master) Ruled(master) {}

    // -- figures

    /// @inheritdoc IRulebook
    /// @dev One word where both values are small: since when it changed (64 bits), what held before (96), what holds since.
    /// Else that word is all ones, and three words follow it.
    function setRule(bytes32 rule, uint8 class, uint256 value, uint64 effectiveFrom) external byRegulator {
        uint64 from = effectiveFrom == 0 ? uint64(block.timestamp) : effectiveFrom;
        require(from >= block.timestamp, RulebookInThePast(from, block.timestamp));
        bytes32 key = _key("rule", rule, class);
        uint256 before = figure(rule, class);
        if (before < SMALL && value < SMALL) {
            MASTER.write(key, bytes32(uint256(from) << 192 | before << 96 | value));
        } else {
            MASTER.write(key, bytes32(WIDE));
            MASTER.write(_after(key, 1), bytes32(uint256(from)));
            MASTER.write(_after(key, 2), bytes32(before));
            MASTER.write(_after(key, 3), bytes32(value));
        }
        emit RuleSet(rule, class, value, from);
    }

    /// @inheritdoc IRulebook
    function figure(bytes32 rule, uint8 class) public view returns (uint256) {
        return _figure(_word(_key("rule", rule, class)), rule, class);
    }

    /// @dev The figure whose first word is at hand.
    function _figure(bytes32 word, bytes32 rule, uint8 class) internal view returns (uint256) {
        uint256 head = uint256(word);
        if (head != WIDE) return uint96(block.timestamp >= head >> 192 ? head : head >> 96);
        bytes32 key = _key("rule", rule, class);
        bool changed = block.timestamp >= uint256(_word(_after(key, 1)));
        return uint256(_word(_after(key, changed ? 3 : 2)));
    }

    // -- the calendar

    /// @inheritdoc IRulebook
    function publishCalendar(uint256 word, uint256 published, uint256 business) external byRegulator {
        bytes32 key = _key("days", bytes32(word), 0);
        MASTER.write(key, bytes32(published));
        MASTER.write(_after(key, 1), bytes32(business));
        emit CalendarPublished(word, published, business);
    }

    /// @inheritdoc IRulebook
    /// @dev An unpublished day is a business day from Monday to Friday; day 0 of the epoch was a Thursday.
    function isBusinessDay(uint256 day) public view returns (bool) {
        (uint256 published, uint256 business) = _daysOf(day >> 8);
        return _isBusinessDay(day, published, business);
    }

    function _daysOf(uint256 word) private view returns (uint256 published, uint256 business) {
        bytes32 key = _key("days", bytes32(word), 0);
        published = uint256(_word(key));
        if (published != 0) business = uint256(_word(_after(key, 1)));
    }

    function _isBusinessDay(uint256 day, uint256 published, uint256 business) private pure returns (bool) {
        uint256 bit = 1 << (day & 0xff);
        return published & bit != 0 ? business & bit != 0 : (day + 3) % 7 < 5;
    }

    /// @inheritdoc IRulebook
    /// @dev Without a figure there is no grace: late money is not taken.
    function windows(uint256 closesAt) external view returns (uint64 graceEndsAt, uint64 coolingOffEndsAt) {
        uint256 inSeconds = figure("late-money-s", 0);
        uint256 inDays = figure("late-money", 0);
        if (inSeconds != 0 || inDays == 0) graceEndsAt = uint64(closesAt + inSeconds);
        else graceEndsAt = _businessDaysAfter(closesAt, inDays);
        coolingOffEndsAt = coolingOffEnd(graceEndsAt);
    }

    /// @inheritdoc IRulebook
    /// @dev R10: the midnight in Kuala Lumpur that ends the n-th business day after the day of `from`.
    function coolingOffEnd(uint256 from) public view returns (uint64) {
        uint256 inSeconds = figure("R10s", 0);
        return inSeconds != 0 ? uint64(from + inSeconds) : _businessDaysAfter(from, figure("R10", 0));
    }

    /// @dev A midnight belongs to the day that it ends: n whole business days follow it.
    function _businessDaysAfter(uint256 from, uint256 n) private view returns (uint64) {
        return endOfBusinessDay((from + KUALA_LUMPUR - 1) / 1 days, n);
    }

    /// @inheritdoc IRulebook
    function endOfBusinessDay(uint256 day, uint256 left) public view returns (uint64) {
        (uint256 published, uint256 business) = _daysOf(day >> 8);
        for (uint256 i; i < LONGEST_SEARCH && left != 0; ++i) {
            if (++day & 0xff == 0) (published, business) = _daysOf(day >> 8);
            if (_isBusinessDay(day, published, business)) --left;
        }
        return uint64((day + 1) * 1 days - KUALA_LUMPUR);
    }

    // -- words

    function _key(bytes32 what, bytes32 of_, uint256 index) internal pure returns (bytes32) {
        return keccak256(abi.encode(what, of_, index));
    }

    function _after(bytes32 key, uint256 n) internal pure returns (bytes32) {
        return bytes32(uint256(key) + n);
    }

    function _word(bytes32 key) internal view returns (bytes32) {
        return MASTER.word(NAME, key);
    }
}
