// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {ICounted, IRulebook} from "../interfaces/IRulebook.sol";
import {IPurchases} from "../interfaces/IPurchases.sol";
import {IPersonRules} from "../interfaces/IRules.sol";
import {ActType, Class, Participant, Role} from "../libraries/Types.sol";
import {Calendar} from "./Calendar.sol";

/// @notice The ECF rules as dated figures, and the ceilings that are counted by person.
contract Rulebook is Calendar, IPersonRules, IPurchases {
    uint256 private constant YEAR = 365 days;

    constructor(IMarketMaster master) Calendar(master) {}

    // -- classes

    /// @inheritdoc IPersonRules
    /// @dev R7: the class's own figure, or the one for all; without any, for as long as the operator says.
    function checkCertified(Class class, uint64 validUntil) external view {
        uint256 longest = figure("R7", uint8(class));
        if (longest == 0) longest = figure("R7", 0);
        if (longest == 0) return;
        uint256 latest = block.timestamp + longest;
        require(validUntil != 0 && validUntil <= latest, RulebookCertifiedTooLong(validUntil, latest));
    }

    // -- ceilings by person

    /// @inheritdoc IRulebook
    function book(address issuer, bytes32 company, uint256 launched, uint256 number, uint256 amount, bool microfund) external {
        (address door, Role role, Class class, bytes32 person) = MASTER.personUpon(msg.sender);
        bytes32 key = _key("used", person, 0);
        bytes32[4] memory words = _wordsFor(launched, key, uint8(class));
        (address campaign, uint256 opensAt) = _unpacked(words[0]);
        require(campaign == msg.sender, RulebookOnlyInstance(msg.sender));
        bool fits = amount <= type(uint40).max && number <= type(uint24).max && block.timestamp - opensAt < 1 << PLEDGE - 40;
        require(fits, RulebookAmountTooLarge(amount));
        require(role == Role.Investor, RulebookNotAnInvestor(door));
        require(!microfund || class != Class.Retail, RulebookRetailExcluded(door));
        Used memory u = _used(key, words[1], person, company);

        uint256 ceiling = _figure(words[2], "R4", uint8(class));
        require(ceiling == 0 || u.ofIssuer + amount <= ceiling, RulebookIssuerCeiling(ceiling, u.ofIssuer, amount));
        ceiling = _figure(words[3], "R4b", uint8(class));
        require(ceiling == 0 || u.total + amount <= ceiling, RulebookYearCeiling(ceiling, u.total, amount));

        bytes32 entry;
        (key, entry) = _entered(person, u, launched, number, block.timestamp - opensAt << 40 | amount);
        (u.total, u.ofIssuer) = (u.total + amount, u.ofIssuer + amount);
        _keep(person, company, u, key, entry);

        emit Booked(person, issuer, msg.sender, amount, u.total, u.ofIssuer);
    }

    /// @dev What a booking reads, at once: the campaign's launch, what the person has used, both ceilings.
    function _wordsFor(uint256 launched, bytes32 used_, uint8 class) private view returns (bytes32[4] memory) {
        return MASTER.fourWords(
            NAME, [_key("launched", bytes32(launched), 0), used_, _key("rule", "R4", class), _key("rule", "R4b", class)]
        );
    }

    /// @inheritdoc IPurchases
    /// @dev What is bought stays bought: it counts for its issuer for good, and over the year for a year.
    function purchase(address buyer, address face, uint256 amount, uint256 how, bool books) external returns (bool) {
        require(MASTER.templateOf(msg.sender) != address(0), RulebookOnlyInstance(msg.sender));
        Participant memory p = MASTER.participant(buyer);
        address issuer = MASTER.faceOf(face).issuer;
        bytes32 company = MASTER.participant(issuer).person;
        Used memory u = _usedBy(p.person, company);
        u.ofIssuer += amount;
        if (how > 1) u.total += amount;
        if (!_isWithin("R4", p.class, u.ofIssuer) || (how > 1 && !_isWithin("R4b", p.class, u.total))) return false;
        if (!books) return true;
        bytes32 key;
        if (how > 1) (key, u.last) = (_key("entry", p.person, u.entries++), 0);
        _keep(p.person, company, u, key, bytes32(PURCHASE | block.timestamp << 56 | amount));
        emit Booked(p.person, issuer, msg.sender, amount, u.total, u.ofIssuer);
        return true;
    }

    function _isWithin(bytes32 rule, Class class, uint256 amount) private view returns (bool) {
        uint256 ceiling = figure(rule, uint8(class));
        return amount <= type(uint56).max && (ceiling == 0 || amount <= ceiling); // 56 bits keep it
    }

    /// @inheritdoc IRulebook
    /// @dev Each look is at the entry under a cursor; a dropped entry's place is taken by the last one.
    function tidy(bytes32 person, uint256 n) external {
        uint256 cursor = uint256(_word(_key("cursor", person, 0)));
        for (uint256 i; i < n; ++i) {
            uint256 entries = _usedBy(person, 0).entries;
            if (entries == 0) break;
            cursor %= entries;
            if (!_look(person, cursor)) ++cursor;
        }
        MASTER.write(_key("cursor", person, 0), bytes32(cursor));
    }

    /// @dev Gives back what no longer counts of the entry at `index`, and forgets pledges of which nothing is left or that are
    /// a year old (those still count for their issuer, R4). Before their campaign is over they stay: it may still fail.
    function _look(bytes32 person, uint256 index) private returns (bool dropped) {
        uint256 entry = uint256(_word(_key("entry", person, index)));
        if (entry & PURCHASE != 0) return _lookAtPurchase(person, index, entry);
        (address campaign, uint256 opensAt) = _campaign(entry >> ID);
        (uint256 kept, uint256 aged, uint256 back) = _review(ICounted(campaign), opensAt, entry);
        if (aged + back == 0) return false;

        address issuer = ICounted(campaign).issuer();
        bytes32 company = MASTER.participant(issuer).person;
        Used memory u = _usedBy(person, company);
        (u.total, u.ofIssuer) = (u.total - aged - back, u.ofIssuer - back);
        dropped = kept == 0;
        bytes32 now_ = bytes32(entry >> NUMBER << NUMBER | kept);
        if (dropped) {
            u.last = 0; // who comes next to the end is not looked at: the next pledge begins an entry
            now_ = _word(_key("entry", person, --u.entries)); // the last one takes its place
        }
        _keep(person, company, u, _key("entry", person, index), now_);
        emit Tidied(person, issuer, aged + back, u.total, u.ofIssuer);
    }

    /// @dev One that is a year old counts no more; towards its issuer (R4) it does.
    function _lookAtPurchase(bytes32 person, uint256 index, uint256 entry) private returns (bool dropped) {
        dropped = block.timestamp >= uint40(entry >> 56) + YEAR;
        if (!dropped) return false;
        Used memory u = _usedBy(person, 0);
        (u.total, u.last) = (u.total - uint56(entry), 0);
        _keep(person, 0, u, _key("entry", person, index), _word(_key("entry", person, --u.entries)));
        emit Tidied(person, address(0), uint56(entry), u.total, 0);
    }

    /// @dev Of the entry's pledges: those that still count, the sen that are a year old, and the sen that are given back.
    function _review(ICounted campaign, uint256 opensAt, uint256 entry)
        private
        view
        returns (uint256 kept, uint256 aged, uint256 back)
    {
        bool over = campaign.isOver();
        for (uint256 i; i < PLEDGES; ++i) {
            uint256 pledge = entry >> i * PLEDGE & type(uint256).max >> 256 - PLEDGE;
            if (pledge == 0) break;
            (uint256 bookedAt, uint256 amount) = (opensAt + (pledge >> 40), uint40(pledge));
            uint256 counts = campaign.counted(uint24(entry >> NUMBER), uint64(bookedAt), amount);
            back += amount - counts;
            if (over && block.timestamp >= bookedAt + YEAR) aged += counts;
            else if (counts != 0) kept = kept << PLEDGE | (pledge >> 40 << 40 | counts);
        }
    }

    /// @inheritdoc IRulebook
    function used(bytes32 person, address issuer) external view returns (uint256 total, uint256 ofIssuer, uint256 entries) {
        Used memory u = _usedBy(person, MASTER.participant(issuer).person);
        return (u.total, u.ofIssuer, u.entries);
    }

    // -- what a person has used

    /// @dev Of a person: what is used over the year, with the company in question, and the entries. The first company that
    /// the person ever pledged to is kept in the same word (by 96 bits of a hash), every other one has a word of its own.
    /// `last` is the campaign of the last entry, where it is known.
    struct Used {
        bytes32 key;
        uint256 total; uint256 ofIssuer; uint256 entries; uint256 last; uint256 first; uint256 ofFirst; bool isFirst;
    }

    function _usedBy(bytes32 person, bytes32 company) private view returns (Used memory) {
        bytes32 key = _key("used", person, 0);
        return _used(key, _word(key), person, company);
    }

    function _used(bytes32 key, bytes32 word, bytes32 person, bytes32 company) private view returns (Used memory u) {
        u.key = key;
        uint256 head = uint256(word);
        (u.total, u.entries, u.last) = (uint56(head), uint24(head >> 56), uint24(head >> 80));
        (u.first, u.ofFirst) = (uint96(head >> 104), head >> 200);
        if (company == 0) return u;
        uint256 brief = uint96(uint256(keccak256(abi.encode(company))));
        if (u.first == 0) u.first = brief;
        u.isFirst = u.first == brief;
        u.ofIssuer = u.isFirst ? u.ofFirst : uint256(_word(_ofKey(person, company)));
    }

    /// @dev R4 counts by person on both sides: an issuer's second door is no second ceiling. `entry` is written with it, where
    /// there is a `key` for it.
    function _keep(bytes32 person, bytes32 company, Used memory u, bytes32 key, bytes32 entry) private {
        if (u.isFirst) u.ofFirst = u.ofIssuer;
        else if (company != 0) MASTER.write(_ofKey(person, company), bytes32(u.ofIssuer));
        uint256 head = u.ofFirst << 200 | u.first << 104 | u.last << 80 | u.entries << 56 | u.total;
        if (key == 0) MASTER.write(u.key, bytes32(head));
        else MASTER.writeBoth(u.key, bytes32(head), key, entry);
    }

    function _ofKey(bytes32 person, bytes32 company) private pure returns (bytes32) {
        return _key("used of", person, uint256(company));
    }

    // -- entries: up to three pledges to one campaign, in one word

    /// @dev From the top: the campaign (37 bits), the investor's number there (24), and three times a pledge: the seconds since
    /// the opening (25, more than the longest campaign with its grace) and the sen (40, up to RM 10 billion).
    uint256 private constant ID = 219;
    uint256 private constant NUMBER = 195;
    uint256 private constant PLEDGE = 65;
    uint256 private constant PLEDGES = 3;
    /// @dev The bit of an entry that is a purchase (R24): below it when it was (40 bits) and the sen (56). No campaign has it.
    uint256 private constant PURCHASE = 1 << 255;

    /// @dev Into the last entry, when it is of the same campaign and investor and has room; else into a new one.
    function _entered(bytes32 person, Used memory u, uint256 launched, uint256 number, uint256 pledge)
        private
        view
        returns (bytes32 key, bytes32 entry)
    {
        uint256 id = launched << 24 | number;
        if (u.last == launched) {
            key = _key("entry", person, u.entries - 1);
            uint256 last = uint256(_word(key));
            if (last >> NUMBER == id && last << 256 - NUMBER >> 256 - PLEDGE == 0) {
                uint256 pledges = last & type(uint256).max >> 256 - NUMBER;
                return (key, bytes32(id << NUMBER | pledges << PLEDGE | pledge));
            }
        }
        u.last = launched;
        return (_key("entry", person, u.entries++), bytes32(id << NUMBER | pledge));
    }

    /// @dev The campaign that was launched as the n-th, and when it opens.
    function _campaign(uint256 launched) private view returns (address campaign, uint256 opensAt) {
        return _unpacked(_word(_key("launched", bytes32(launched), 0)));
    }

    function _unpacked(bytes32 word) private pure returns (address campaign, uint256 opensAt) {
        return (address(uint160(uint256(word) >> 96)), uint96(uint256(word)));
    }

    // -- campaigns by company

    /// @inheritdoc IRulebook
    /// @dev One word a company: its last campaign, and what all before that one raised. So what a settlement owes R1 is
    /// counted when it is next asked for, and an exit asks nothing.
    function launch(address issuer, uint256 most, uint64 opensAt)
        external
        returns (bytes32 company, uint256 launched, bool microfund)
    {
        require(MASTER.templateOf(msg.sender) != address(0), RulebookOnlyInstance(msg.sender));
        Participant memory p = MASTER.participant(issuer);
        (address door,,,) = MASTER.personUpon(msg.sender);
        require(door == p.parent, RulebookNotTheIssuersOperator(door, p.parent));
        company = p.person;
        microfund = isMicrofund(company);
        (uint256 before,, address live) = raisedBy(company);
        require(live == address(0) || live == msg.sender, RulebookCampaignLive(issuer, live));
        uint256 ceiling = figure("R1", 0);
        bool fits = ceiling == 0 || microfund || before + most <= ceiling;
        require(fits, RulebookIssuerCap(ceiling, before, most));

        launched = uint256(_word(_key("launches", 0, 0))) + 1;
        uint256 its = uint256(uint160(msg.sender)) << 96;
        MASTER.write(_key("launches", 0, 0), bytes32(launched));
        MASTER.write(_key("launched", bytes32(launched), 0), bytes32(its | opensAt));
        MASTER.write(_key("live", company, 0), bytes32(its | before));

        emit Launched(company, issuer, msg.sender, most, before, microfund);
    }

    /// @inheritdoc IRulebook
    function raisedBy(bytes32 company) public view returns (uint256 raised, uint256 reserved, address campaign) {
        uint256 head = uint256(_word(_key("live", company, 0)));
        (campaign, raised) = (address(uint160(head >> 96)), uint96(head));
        if (campaign == address(0)) return (raised, 0, campaign);
        uint256 its = ICounted(campaign).raised();
        return ICounted(campaign).isOver() ? (raised + its, 0, address(0)) : (raised, its, campaign);
    }

    /// @inheritdoc IRulebook
    function setMicrofund(bytes32 person, bool microfund) external byRegulator {
        MASTER.write(_key("microfund", person, 0), bytes32(uint256(microfund ? 1 : 0)));
        emit MicrofundSet(person, microfund);
    }

    /// @inheritdoc IRulebook
    function isMicrofund(bytes32 company) public view returns (bool) {
        return _word(_key("microfund", company, 0)) != 0;
    }

    function acts() public pure override returns (ActType[] memory list) {
        list = new ActType[](3);
        list[0] = ActType(
            this.setRule.selector, 200_000, 2,
            "SetRule(address rulebook,address asset,uint256 most,bytes32 rule,uint8 class,uint256 value,uint64 effectiveFrom,uint256 nonce,uint256 deadline)"
        );
        list[1] = ActType(
            this.publishCalendar.selector, 160_000, 2,
            "PublishCalendar(address rulebook,address asset,uint256 most,uint256 word,uint256 published,uint256 business,uint256 nonce,uint256 deadline)"
        );
        list[2] = ActType(
            this.setMicrofund.selector, 120_000, 2,
            "SetMicrofund(address rulebook,address asset,uint256 most,bytes32 person,bool microfund,uint256 nonce,uint256 deadline)"
        );
    }
}
