// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IReserves} from "../interfaces/IReserves.sol";
import {IRulebook} from "../interfaces/IRulebook.sol";
import {IAwaits, IMoneyRules} from "../interfaces/IRules.sol";
import {Sessions} from "../libraries/Sessions.sol";
import {ActType, Face, Link, Role} from "../libraries/Types.sol";
import {Ruled} from "./Ruled.sol";

/// @notice The rules of money (ERC-20), for the supplies of all trustees.
/// @dev A supply never grows beyond what its trustee's bank last said: two of the trustee's people post the closing balance of a
/// statement, and it counts for as many business days as the rulebook says ("reserve"; without that figure, none is asked for).
contract MoneyFactory is Ruled, IMoneyRules, IReserves {
    /// @notice The instance waits for exactly so much of this money.
    error MoneyNotAwaited(address token, address instance, uint256 got, uint256 wanted);
    /// @notice The investor's operator is not linked with the trustee.
    error MoneyNotLinked(address trustee, address operator);
    /// @notice Door to door only where the rulebook opens it ("money-transfers").
    error MoneyTransfersClosed();

    bytes32 internal constant NAME = "money";

    constructor(IMarketMaster master) Ruled(master) {}

    // -- the reserve

    /// @inheritdoc IReserves
    function postReserve(uint256 balance, uint256 day) external {
        address trustee = MASTER.entrant();
        require(MASTER.participant(trustee).role == Role.Trustee, MoneyOnlyTrustee(trustee));
        require(balance <= type(uint96).max, MoneyReserveTooLarge(balance));
        (, uint256 last) = reserveOf(trustee);
        uint256 today = Sessions.dayOf(block.timestamp);
        require(day >= last && day <= today, MoneyReserveOfAnotherDay(day, last, today));

        MASTER.write(_reserveKey(trustee), bytes32(day << 96 | balance));

        emit ReservePosted(trustee, balance, day);
    }

    /// @inheritdoc IReserves
    function reserveOf(address trustee) public view returns (uint256 balance, uint256 day) {
        uint256 word = uint256(MASTER.word(NAME, _reserveKey(trustee)));
        return (uint96(word), word >> 96);
    }

    // -- what the kernel asks

    /// @inheritdoc IMoneyRules
    /// @dev R29: a valid identity at mint. An instance gets exactly what it awaits: a payment that an issuer has declared.
    function checkMint(address token, address to, uint256 amount) external view {
        Face memory face = MASTER.faceOf(token);
        if (MASTER.templateOf(to) != address(0)) {
            uint256 awaited = IAwaits(to).moneyAwaited(token);
            require(awaited != 0 && amount == awaited, MoneyNotAwaited(token, to, amount, awaited));
        } else {
            MASTER.requireActive(to);
            address operator = MASTER.participant(to).parent;
            require(MASTER.linkOf(face.trustee, operator) == Link.Active, MoneyNotLinked(face.trustee, operator));
        }
        _requireReserve(face.trustee, face.supply, amount);
    }

    function _requireReserve(address trustee, uint256 supply, uint256 amount) private view {
        IRulebook rulebook = IRulebook(MASTER.running("rulebook"));
        uint256 counts = rulebook.figure("reserve", 0);
        if (counts == 0) return;
        (uint256 balance, uint256 day) = reserveOf(trustee);
        uint64 until = rulebook.endOfBusinessDay(day, counts);
        require(block.timestamp < until, MoneyReserveStale(trustee, day, until));
        require(supply + amount <= balance, MoneyAboveReserve(trustee, supply, amount, balance));
    }

    /// @inheritdoc IMoneyRules
    function checkMove(address, address from, address, uint256 amount) external view {
        address rulebook = MASTER.running("rulebook");
        require(IRulebook(rulebook).figure("money-transfers", 0) == 1, MoneyTransfersClosed());
        _requireMay(from, amount);
    }

    /// @inheritdoc IMoneyRules
    /// @dev The instance has rules of its own.
    function checkEntry(address, address from, address, uint256 amount) external view {
        _requireMay(from, amount);
    }

    /// @dev For a later version: what else it asks before `amount` sen leave `door` by an act.
    function _requireMay(address door, uint256 amount) internal view virtual {}

    function _reserveKey(address trustee) private pure returns (bytes32) {
        return keccak256(abi.encode("reserve", trustee));
    }

    function acts() public pure virtual override returns (ActType[] memory list) {
        list = new ActType[](1);
        list[0] = ActType(
            this.postReserve.selector, 150_000, 2,
            "PostReserve(address money,address asset,uint256 most,uint256 balance,uint256 day,uint256 nonce,uint256 deadline)"
        );
    }
}
